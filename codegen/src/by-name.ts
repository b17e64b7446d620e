/** Compares text by its UTF-16 code units: the same order under every locale. */
export function byName(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
