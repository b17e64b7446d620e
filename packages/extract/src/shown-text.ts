/** Most characters of a value in a message. */
export const SHOWN_CHARACTERS = 200

/** A value's text as a message shows it: its beginning, when it is long. */
export function shownText(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text
  // Never half of a surrogate pair.
  return `${text.slice(0, SHOWN_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '')}…`
}
