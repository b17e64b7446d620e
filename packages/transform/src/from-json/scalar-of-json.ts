import type { RecordType } from '../record-type.ts'
import { Decimal } from '@carmilla/extract'
import { daysOfText, epochMicrosOfText, localMicrosOfText } from './calendar-text.ts'
import { float32Of, float64Of, JsonNumber, unscaledOf } from './json-number.ts'
import { type JsonValue, printJson } from './json-value.ts'

/** A record type without values inside. */
export type ScalarType = Exclude<RecordType, { readonly kind: 'list' | 'struct' | 'map' }>

/** Makes the value that the builder of a column takes; `undefined` if that would change it. */
export type ScalarOfJson = (value: JsonValue) => unknown

/** Digits of the greatest 64-bit number. */
const INT64_DIGITS = 19

/**
 * How values of a scalar type are made from JSON.
 *
 * `undefined` for `binary` and `timeMicros`, which have no form in JSON.
 */
export function scalarOfJson(type: ScalarType): ScalarOfJson | undefined {
  switch (type.kind) {
    case 'bool':
      return (value) => (typeof value === 'boolean' ? value : undefined)
    case 'int16':
      return ofNumber((number) => integerOf(number, 16))
    case 'int32':
      return ofNumber((number) => integerOf(number, 32))
    case 'int64':
      return ofNumber((number) => wholeOf(number, 64))
    case 'float32':
      return ofNumber(float32Of)
    case 'float64':
      return ofNumber(float64Of)
    case 'decimal':
      return ofNumber(decimalOfNumber(type.precision, type.scale))
    case 'text':
      return ofString((text) => (isStorable(text) ? text : undefined))
    case 'uuid':
    case 'uuidBytes':
      return ofString((text) => (UUID.test(text) ? text : undefined))
    case 'json':
      return printJson
    case 'date':
      return ofString(dateOfText)
    case 'timestamp':
      return ofString(withinInt64(type.utc ? epochMicrosOfText : localMicrosOfText))
    case 'binary':
    case 'timeMicros':
      return undefined
  }
}

/** As Postgres prints it, which is how it is written: no two texts become one. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether Postgres could hold it as text: `json` also takes the escapes of what no text has. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function ofNumber(convert: (number: JsonNumber) => unknown): ScalarOfJson {
  return (value) => (value instanceof JsonNumber ? convert(value) : undefined)
}

function ofString(convert: (text: string) => unknown): ScalarOfJson {
  return (value) => (typeof value === 'string' ? convert(value) : undefined)
}

function wholeOf(number: JsonNumber, bits: number): bigint | undefined {
  const whole = unscaledOf(number, 0, INT64_DIGITS)
  return whole !== undefined && BigInt.asIntN(bits, whole) === whole ? whole : undefined
}

function integerOf(number: JsonNumber, bits: number): number | undefined {
  const whole = wholeOf(number, bits)
  return whole === undefined ? undefined : Number(whole)
}

function decimalOfNumber(precision: number, scale: number) {
  const denominator = 10n ** BigInt(scale)
  return (number: JsonNumber): Decimal | undefined => {
    const unscaled = unscaledOf(number, scale, precision)
    return unscaled === undefined ? undefined : new Decimal(unscaled, denominator)
  }
}

/** Postgres ends before this does, in the year 5874897. */
function dateOfText(text: string): number | undefined {
  const days = daysOfText(text)
  return days !== undefined && (days | 0) === days ? days : undefined
}

function withinInt64(convert: (text: string) => bigint | undefined) {
  return (text: string): bigint | undefined => {
    const micros = convert(text)
    return micros !== undefined && BigInt.asIntN(64, micros) === micros ? micros : undefined
  }
}
