import { JsonNumber } from './json-number.ts'

/** A value of a JSON document; its numbers keep their digits. */
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [key: string]: JsonValue
}

/**
 * Parses a JSON text. Of equal keys the last one counts, as in `jsonb`.
 *
 * @throws {SyntaxError} for a text that is not JSON
 * @throws {RangeError} for one that is nested deeper (some thousand levels) than the stack reaches
 */
export function parseJson(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text, keepDigits)
  return value
}

/** @see https://tc39.es/proposal-json-parse-with-source/ */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value
  if (context?.source === undefined) {
    throw new TypeError('JSON.parse does not give the text of a number; run on Node 24 or newer')
  }
  return new JsonNumber(context.source)
}

/** Prints a value as `jsonb` does: keys by length and then by bytes, numbers by their digits. */
export function printJson(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text
  if (isList(value)) return `[${value.map(printJson).join(', ')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const members = Object.entries(value)
    .toSorted(([a], [b]) => compareKeys(a, b))
    .map(([key, member]) => `${JSON.stringify(key)}: ${printJson(member)}`)
  return `{${members.join(', ')}}`
}

export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

export function isObject(value: JsonValue): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !isList(value) && !(value instanceof JsonNumber)
  )
}

function compareKeys(a: string, b: string): number {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length - right.length || Buffer.compare(left, right)
}
