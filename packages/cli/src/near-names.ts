/** Most names that a hint lists. */
const HINT_LIMIT = 3

/** Names that someone who typed `name` may have meant, nearest first; at most three. */
export function nearNames(name: string, known: readonly string[]): readonly string[] {
  const typed = name.toLowerCase()
  const tolerance = Math.max(1, Math.ceil(typed.length / 3))
  return known
    .map((candidate) => ({ candidate, distance: distanceOf(typed, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= tolerance)
    .toSorted((left, right) => left.distance - right.distance)
    .slice(0, HINT_LIMIT)
    .map(({ candidate }) => candidate)
}

/** ` did you mean a or b?` with what comes before it, or what to do when nothing is near. */
export function hintOf(name: string, known: readonly string[], otherwise: string): string {
  const near = nearNames(name, known)
  return near.length === 0 ? `; ${otherwise}` : `; did you mean ${near.join(' or ')}?`
}

/** A name that begins or ends like the other is near, whatever its length. */
function distanceOf(typed: string, candidate: string): number {
  const shorter = Math.min(typed.length, candidate.length)
  if (shorter >= 3 && (candidate.startsWith(typed) || typed.startsWith(candidate))) return 1
  return editDistance(typed, candidate)
}

/** Damerau-Levenshtein distance: insertions, deletions, replacements, swaps of neighbours. */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1]
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (same ? 0 : 1),
          swapped && row > 1 && column > 1 ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
        ),
      )
    }
    beforeLast = last
    last = current
  }
  return last[right.length] ?? 0
}
