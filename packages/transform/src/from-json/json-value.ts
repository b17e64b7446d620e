import { parse, type ParseOptions } from 'lossless-json'
import { JsonNumber } from './json-number.ts'

/** A value of a JSON document; its numbers keep their digits. */
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [key: string]: JsonValue
}

/**
 * Parses a JSON text. Of equal keys the last one counts, as in `jsonb`.
 *
 * Not with `JSON.parse`, which could give the digits of a number too: with V8 13.6 the first of two
 * equal keys counts now and then when they are written with an escape.
 *
 * @throws {SyntaxError} for a text that is not JSON
 * @throws {RangeError} for one that is nested deeper (some thousand levels) than the stack reaches
 */
export function parseJson(text: string): JsonValue {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a text of JSON can be, with numbers as they are made here
  return parse(text, null, PARSE_OPTIONS) as JsonValue
}

const PARSE_OPTIONS: ParseOptions = {
  parseNumber: (digits) => new JsonNumber(digits),
  onDuplicateKey: ({ newValue }) => newValue,
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
