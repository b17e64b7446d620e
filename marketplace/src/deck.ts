import { Draw } from './draw.ts'
import type { Deck } from './draw.ts'

/**
 * Shuffles cases into a deck. The order depends on the names of the cases, so that the decks of one
 * table do not run in step.
 *
 * @param shares How many rows in a hundred show each case; one case may be `'rest'` of them.
 */
export function deck<K extends string>(shares: Readonly<Record<K, number | 'rest'>>): Deck<K> {
  const cases = namesOf(shares)
  const counted = cases.reduce((sum, name) => sum + (asCount(shares[name]) ?? 0), 0)
  const cards = cases.flatMap((name) =>
    Array.from<K>({ length: asCount(shares[name]) ?? 100 - counted }).fill(name),
  )
  return { cards: shuffle(cards, cases.join()) }
}

function namesOf<K extends string>(shares: Readonly<Record<K, unknown>>): readonly K[] {
  const names: K[] = []
  for (const name in shares) names.push(name)
  return names
}

function asCount(share: number | 'rest'): number | undefined {
  return share === 'rest' ? undefined : share
}

function shuffle<T>(list: readonly T[], name: string): readonly T[] {
  const draw = new Draw(0, name).at(0)
  return list
    .map((value) => ({ value, order: draw.uint32() }))
    .toSorted((left, right) => left.order - right.order)
    .map(({ value }) => value)
}
