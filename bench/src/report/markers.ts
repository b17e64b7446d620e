/**
 * Replaces what stands between two markers of a document: `<!-- name: begin -->` and `<!-- name: end -->`.
 *
 * @throws {Error} when the document does not have them
 */
export function replaceBetweenMarkers(document: string, name: string, text: string): string {
  const [beginMark, endMark] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`]
  const begin = document.indexOf(beginMark)
  const end = document.indexOf(endMark)
  if (begin === -1 || end < begin) throw new Error(`document: lacks ${beginMark} and ${endMark}`)
  return `${document.slice(0, begin + beginMark.length)}\n\n${text.trim()}\n\n${document.slice(end)}`
}
