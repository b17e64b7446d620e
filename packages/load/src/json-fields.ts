/**
 * Reads the fields of parsed JSON whose shape nobody vouches for. Every function throws a plain
 * `Error` that says what was expected where; the caller knows which file it is.
 */
export type JsonObject = Readonly<Record<string, unknown>>

export function asObject(value: unknown, what: string): JsonObject {
  if (!isJsonObject(value)) throw mismatch(what, 'an object', value)
  return value
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asArray<Item>(
  value: unknown,
  what: string,
  item: (value: unknown, what: string) => Item,
): Item[] {
  if (!Array.isArray(value)) throw mismatch(what, 'a list', value)
  return value.map((element: unknown, index) => item(element, `${what}[${index}]`))
}

export function asString(value: unknown, what: string): string {
  if (typeof value !== 'string') throw mismatch(what, 'a string', value)
  return value
}

export function asStringOrNull(value: unknown, what: string): string | null {
  return value === null ? null : asString(value, what)
}

export function asBoolean(value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw mismatch(what, 'true or false', value)
  return value
}

/** A whole number from 0 that JSON carries exactly. */
export function asCount(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw mismatch(what, 'a whole number from 0', value)
  }
  return value
}

function mismatch(what: string, expected: string, got: unknown): Error {
  const shown = got === undefined ? 'nothing' : JSON.stringify(got).slice(0, 60)
  return new Error(`\`${what}\`: expected ${expected}, got ${shown}`)
}
