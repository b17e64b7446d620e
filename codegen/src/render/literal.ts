/**
 * Prints text as a literal on one line, whatever it holds: in single quotes, unless it has more of
 * those than of double ones (as the formatter would).
 */
export function quote(text: string): string {
  const doubleQuoted = JSON.stringify(text)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
  if (text.split("'").length > text.split('"').length) return doubleQuoted
  const content = doubleQuoted.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
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

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/** Prints the key of a property in an object. */
export function propertyKey(name: string): string {
  // As a plain key it would set the prototype of the object.
  if (name === '__proto__') return `[${quote(name)}]`
  return IDENTIFIER.test(name) ? name : quote(name)
}
