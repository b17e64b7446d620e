/** Characters of UTF-8: code points, told by their first bytes. */

/** Where the first `count` characters end, at most `end`. */
export function endOfFirst(bytes: Buffer, start: number, end: number, count: number): number {
  let at = start
  for (let character = 0; character < count && at < end; character++) {
    at++
    while (at < end && isContinuation(bytes[at])) at++
  }
  return at
}

/** Where the last `count` characters begin, at least `start`. */
export function startOfLast(bytes: Buffer, start: number, end: number, count: number): number {
  let at = end
  for (let character = 0; character < count && at > start; character++) {
    at--
    while (at > start && isContinuation(bytes[at])) at--
  }
  return at
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
