/** Cases of a rule, one card per row out of a hundred; made by `deck`. */
export interface Deck<K extends string> {
  readonly cards: readonly K[]
}

/**
 * Random values for the rows of one table.
 *
 * Every row has a sequence of its own, which depends on the seed, the table and the row's id and on
 * nothing else: rows can be made in any order, and a change to one table moves no other.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, integer arithmetic
 * only, so that every platform gives the same values.
 */
export class Draw {
  readonly #seed: number
  readonly #table: number
  #a = 0
  #b = 0
  #c = 0
  #counter = 1
  #id = 0

  constructor(seed: number, table: string) {
    this.#seed = seed
    this.#table = hash(table)
  }

  /** The row that values are drawn for. */
  get id(): number {
    return this.#id
  }

  /** Starts the sequence of a row; returns this. */
  at(id: number): this {
    this.#id = id
    this.#a = this.#seed | 0
    this.#b = this.#table
    this.#c = id | 0
    this.#counter = 1
    for (let round = 0; round < 12; round += 1) this.uint32()
    return this
  }

  /** A whole number from 0 up to 2³² (exclusive). */
  uint32(): number {
    const t = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0
    return t >>> 0
  }

  /** A whole number from `lowest` to `highest`, both included. */
  int(lowest: number, highest: number): number {
    return lowest + Math.floor((this.uint32() / 4_294_967_296) * (highest - lowest + 1))
  }

  /** True in this share of the draws. */
  chance(share: number): boolean {
    return this.uint32() < share * 4_294_967_296
  }

  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    const value = list[this.int(0, list.length - 1)]
    if (value === undefined) throw new RangeError('cannot pick from an empty list')
    return value
  }

  /** The value, or NULL in this share of the rows. */
  unless<T>(share: number, value: T): T | null {
    return this.chance(share) ? null : value
  }

  /**
   * One case of a deck. The first rows of a table are dealt the deck card by card, so that every
   * case is there however small the table; later rows draw at random.
   */
  deal<K extends string>(deck: Deck<K>): K {
    const card = this.#id <= deck.cards.length ? deck.cards[this.#id - 1] : undefined
    return card ?? this.pick(deck.cards)
  }

  /**
   * A value from a list of extremes, for the first rows in turn and for one row in 250 afterwards;
   * the ordinary value for all others. Let the ordinary value be NULL, not the whole: the first rows
   * then show every extreme, whatever the seed.
   */
  rarely<T>(extremes: readonly T[], ordinary: T): T {
    const dealt = this.#id <= extremes.length ? extremes[this.#id - 1] : undefined
    if (dealt !== undefined) return dealt
    return this.chance(0.004) ? this.pick(extremes) : ordinary
  }

  /** A random (version 4) UUID in lower case. */
  uuid(): string {
    const [first, second] = [hexWord(this.uint32()), hexWord(this.uint32())]
    const [third, last] = [hexWord(this.uint32()), hexWord(this.uint32())]
    const variant = '89ab'.charAt(this.int(0, 3))
    return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(1, 4)}-${third.slice(4)}${last}`
  }

  /** Lower-case hexadecimal digits. */
  hex(digits: number): string {
    let text = ''
    while (text.length < digits) text += hexWord(this.uint32())
    return text.slice(0, digits)
  }
}

function hexWord(word: number): string {
  return word.toString(16).padStart(8, '0')
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value | 0
}
