import type { TestValue } from '../../packages/load/test/parquet/vectors.ts'
import { fieldOf, TestMap } from '../../packages/load/test/parquet/vectors.ts'
import type { SourceType } from '../../packages/extract/src/index.ts'
import type { RecordType } from '../../packages/transform/src/index.ts'

/**
 * What Postgres prints (the type's output function, `row::text`) for a value that another reader found in
 * a file. Written from Postgres' own sources, with nothing of the code that wrote the file.
 *
 * Not to be had from a file: the lower bounds of an array.
 */
export function postgresText(
  source: SourceType,
  type: RecordType,
  value: TestValue,
): string | null {
  if (value === null) return null
  switch (source.kind) {
    case 'bool':
      return value === true ? 't' : 'f'
    case 'float4':
      return floatText(Number(value), 'float4')
    case 'float8':
      return floatText(Number(value), 'float8')
    case 'numeric':
      return type.kind === 'decimal'
        ? decimalText(BigInt(scalar(value)), type.scale)
        : scalar(value)
    case 'bytea':
      return `\\x${Buffer.from(bytesOf(value)).toString('hex')}`
    case 'date':
      return inEra(Number(value), '')
    case 'timestamp':
      return timestampText(BigInt(scalar(value)), '')
    case 'timestamptz':
      return timestampText(BigInt(scalar(value)), '+00')
    case 'array':
      return arrayText(source.element, type, value)
    case 'composite':
      return rowText(fieldTexts(source, type, value))
    case 'hstore':
      return hstoreText(value)
    default:
      return scalar(value)
  }
}

/** `record_out`: what Postgres prints of a row. */
export function rowText(fields: readonly (string | null)[]): string {
  const texts = fields.map((text) => {
    if (text === null) return ''
    return text === '' || /["\\(),\s]/.test(ascii(text))
      ? `"${text.replace(/["\\]/g, '$&$&')}"`
      : text
  })
  return `(${texts.join(',')})`
}

function fieldTexts(
  source: SourceType & { kind: 'composite' },
  type: RecordType,
  value: TestValue,
): readonly (string | null)[] {
  if (type.kind !== 'struct') throw new TypeError('no struct')
  return source.fields.map((field) => {
    const written = type.fields.find(({ name }) => name === field.name.toLowerCase())
    if (written === undefined) throw new TypeError(`no field ${field.name}`)
    return postgresText(field.type, written.type, fieldOf(value, written.name))
  })
}

/** `array_out`; an array without elements has no dimensions. */
function arrayText(element: SourceType, type: RecordType, value: TestValue): string {
  if (type.kind !== 'list' || !Array.isArray(value)) throw new TypeError('no list')
  const isInnermost = type.element.kind !== 'list'
  const texts = value.map((item: TestValue) => {
    if (!isInnermost) return arrayText(element, type.element, item)
    const text = postgresText(element, type.element, item)
    if (text === null) return 'NULL'
    const isQuoted = text === '' || /^null$/i.test(text) || /["\\{},\s]/.test(ascii(text))
    return isQuoted ? `"${text.replace(/["\\]/g, '\\$&')}"` : text
  })
  return `{${texts.join(',')}}`
}

/** `hstore_out`: the pairs in the order that they are stored in. */
function hstoreText(value: TestValue): string {
  if (!(value instanceof TestMap)) throw new TypeError('no map')
  const pairs = value.entries.map(
    ([key, value]) => `${quoted(key)}=>${value === null ? 'NULL' : quoted(value)}`,
  )
  return pairs.join(', ')
}

function quoted(text: TestValue): string {
  return `"${scalar(text).replace(/["\\]/g, '\\$&')}"`
}

/** Postgres looks for blanks of ASCII only. */
function ascii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, '_')
}

/** Shortest digits that give the same number back; with an exponent from 15 digits on, or from 6. */
function floatText(value: number, type: 'float4' | 'float8'): string {
  if (!Number.isFinite(value)) return String(value)
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const shortest = type === 'float8' ? value.toExponential() : shortestSingle(value)
  const [, sign = '', digits = '', exponentText] = /^(-?)(.*)e(.*)$/.exec(shortest) ?? []
  const exponent = Number(exponentText)
  if (exponent < -4 || exponent >= (type === 'float8' ? 15 : 6)) {
    const power = String(Math.abs(exponent)).padStart(2, '0')
    return `${sign}${digits}e${exponent < 0 ? '-' : '+'}${power}`
  }
  const plain = digits.replace('.', '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${plain}`
  const whole = plain.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = plain.slice(exponent + 1)
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

function shortestSingle(value: number): string {
  for (let digits = 0; digits < 9; digits++) {
    const text = toExponentialEven(value, digits)
    if (Math.fround(Number(text)) === value && !isMiddle(Number(text), value)) return text
  }
  throw new RangeError(`${value} is no float4`)
}

/** Whether `number` lies as near to a float4 beside `value`: Postgres does not print such digits. */
function isMiddle(number: number, value: number): boolean {
  const bits = Buffer.alloc(4)
  bits.writeFloatBE(value)
  const pattern = bits.readUInt32BE()
  return [pattern - 1, pattern + 1].some((beside) => {
    bits.writeUInt32BE(beside >>> 0)
    return number === (value + bits.readFloatBE()) / 2
  })
}

/** JavaScript rounds what lies in the middle up, Postgres to the even digit. */
function toExponentialEven(value: number, digits: number): string {
  const [, kept = '', rest = '', exponent = ''] =
    new RegExp(`^(-?\\d\\.\\d{${digits}})(\\d*)(e.*)$`).exec(value.toExponential(60)) ?? []
  const isTie = /^50*$/.test(rest) && /[02468]\.?$/.test(kept)
  return isTie ? `${kept.replace(/\.$/, '')}${exponent}` : value.toExponential(digits)
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const point = digits.length - scale
  const fraction = scale === 0 ? '' : `.${digits.slice(point)}`
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}${fraction}`
}

const DAY_MICROS = 86_400_000_000n

function timestampText(micros: bigint, zone: string): string {
  const ofDay = ((micros % DAY_MICROS) + DAY_MICROS) % DAY_MICROS
  const seconds = Number(ofDay / 1_000_000n)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(
    (part) => String(part).padStart(2, '0'),
  )
  const fraction = String(ofDay % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  const time = `${clock.join(':')}${fraction === '' ? '' : `.${fraction}`}`
  return inEra(Number((micros - ofDay) / DAY_MICROS), ` ${time}${zone}`)
}

/**
 * The date that lies `days` after 1970-01-01, `rest`, and the era.
 *
 * @see https://howardhinnant.github.io/date_algorithms.html civil_from_days
 */
function inEra(days: number, rest: string): string {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const ofEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  )
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  const ofYear = ofEra - (365 * yearOfEra + leapDays)
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153)
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const shown = [String(year > 0 ? year : 1 - year).padStart(4, '0'), ...[month, day].map(two)]
  return `${shown.join('-')}${rest}${year > 0 ? '' : ' BC'}`
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}

function scalar(value: TestValue): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    return String(value)
  }
  throw new TypeError('no scalar value')
}

function bytesOf(value: TestValue): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new TypeError('no bytes')
}
