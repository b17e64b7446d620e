const BEGIN = '<!-- bench: begin -->'
const END = '<!-- bench: end -->'

/**
 * Replaces what stands between the markers of a document.
 *
 * @throws {Error} when the document does not have them
 */
export function replaceBetweenMarkers(document: string, text: string): string {
  const begin = document.indexOf(BEGIN)
  const end = document.indexOf(END)
  if (begin === -1 || end < begin) throw new Error(`document: lacks ${BEGIN} and ${END}`)
  return `${document.slice(0, begin + BEGIN.length)}\n\n${text.trim()}\n\n${document.slice(end)}`
}
