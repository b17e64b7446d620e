/** Prints text as a single-quoted literal on one line, whatever it holds. */
export function quote(text: string): string {
  const doubleQuoted = JSON.stringify(text)
  const content = doubleQuoted
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
  return `'${content}'`
}

/** Prints an array of texts: `['a', 'b']`. */
export function quoteAll(texts: readonly string[]): string {
  return `[${texts.map(quote).join(', ')}]`
}

/** Prints an object on one line; entries whose value is `undefined` are left out. */
export function inlineObject(entries: Readonly<Record<string, string | undefined>>): string {
  const printed = Object.entries(entries).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  )
  return `{ ${printed.join(', ')} }`
}
