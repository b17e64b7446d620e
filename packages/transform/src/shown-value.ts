/**
 * What messages show of the source's values: every message about a row takes them from here, so what
 * must not be seen is withheld here.
 */
import { Decimal, epochDays, localMicros, type ResultColumn, shownText } from '@carmilla/extract'
import { isoDate, isoTimestamp } from './calendar.ts'
import { decimalText } from './decimal-text.ts'

/** A value of a column, as its value reader gives it: what is no number in quotes, cut when it is long; none of a personal column. */
export function shownValue({ type, personal }: ResultColumn, value: unknown): string {
  if (personal !== undefined) return `[personal ${personal}]`
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number' && type.kind === 'date') return quoted(isoDate(epochDays(value)))
  if (typeof value === 'bigint' && type.kind === 'timestamp') {
    return quoted(isoTimestamp(localMicros(value)))
  }
  if (typeof value === 'bigint' && type.kind === 'timestamptz') {
    return quoted(`${isoTimestamp(localMicros(value))}+00`)
  }
  if (typeof value === 'bigint' || typeof value === 'number') return String(value)
  if (value instanceof Decimal) return decimalText(value)
  if (value instanceof Uint8Array) return quoted(`\\x${Buffer.from(value).toString('hex')}`)
  return shownText(JSON.stringify(value, asJson))
}

/**
 * Why a value was refused or a function failed, in the words of the decoder or the function. Those of
 * a decoder show the value, which they have as `context.value`.
 */
export function shownRefusal(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

function quoted(text: string): string {
  return `'${shownText(text).replaceAll("'", "''")}'`
}

/** A part of an array or of a composite value, as JSON has it. */
function asJson(_name: string, part: unknown): unknown {
  if (typeof part === 'bigint') return String(part)
  if (part instanceof Decimal) return decimalText(part)
  return part instanceof Map ? Object.fromEntries(part) : part
}
