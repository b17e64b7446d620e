/**
 * What a value on the wire is, read a second time: by a reader that goes over the bytes once, with
 * nothing of the decoders under test, and stops at whatever Postgres would not send.
 */
export type WireType =
  | { readonly kind: 'bool' | 'int2' | 'int4' | 'int8' | 'oid' | 'float4' | 'float8' }
  | { readonly kind: 'time' | 'interval' | 'point' | 'uuidBytes' | 'range' | 'multirange' }
  | { readonly kind: 'text' | 'jsonb' | 'uuid' | 'date' | 'timestamp' | 'numeric' | 'hstore' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'array'; readonly element: WireType; readonly dimensions: number }
  | { readonly kind: 'composite'; readonly fields: readonly WireType[] }

/** Whole numbers as bigint; a composite value and a list as their parts, a map as its pairs. */
export type WireValue = null | boolean | number | bigint | string | readonly WireValue[]

/** The bytes cannot be a value, or not one that the column can hold. */
export class Refused extends Error {
  override readonly name = 'Refused'
  /** Bytes that Postgres never sends, but whose meaning is clear: to take them is as right as not to. */
  readonly isHarmless: boolean

  constructor(isHarmless = false) {
    super('refused')
    this.isHarmless = isHarmless
  }
}

/** @throws {Refused} */
export function strictValue(type: WireType, bytes: Buffer): WireValue {
  switch (type.kind) {
    case 'bool':
      return wide(bytes, 1).readUInt8() !== 0
    case 'int2':
      return BigInt(wide(bytes, 2).readInt16BE())
    case 'int4':
      return BigInt(wide(bytes, 4).readInt32BE())
    case 'oid':
      return BigInt(wide(bytes, 4).readUInt32BE())
    case 'int8':
      return wide(bytes, 8).readBigInt64BE()
    case 'float4':
      return wide(bytes, 4).readFloatBE()
    case 'float8':
      return wide(bytes, 8).readDoubleBE()
    case 'text':
      return bytes.toString('latin1')
    case 'jsonb':
      if (bytes[0] !== 1) throw new Refused()
      return bytes.toString('latin1', 1)
    case 'uuid':
      return wide(bytes, 16)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    case 'date':
      return strictDate(wide(bytes, 4).readInt32BE())
    case 'timestamp':
      return strictTimestamp(wide(bytes, 8).readBigInt64BE())
    case 'numeric':
      return numericText(bytes)
    case 'time': {
      const micros = wide(bytes, 8).readBigInt64BE()
      if (micros >= 86_400_000_000n) throw new Refused()
      // Postgres has no time before midnight.
      if (micros < 0n) throw new Refused(true)
      return micros
    }
    case 'interval': {
      const micros = wide(bytes, 16).readBigInt64BE()
      const [days, months] = [bytes.readInt32BE(8), bytes.readInt32BE(12)]
      const isLast = days === 2 ** 31 - 1 && months === days && micros === 2n ** 63n - 1n
      const isFirst = days === -(2 ** 31) && months === days && micros === -(2n ** 63n)
      if (isLast || isFirst) throw new Refused()
      return [BigInt(months), BigInt(days), micros]
    }
    case 'point':
      return [wide(bytes, 16).readDoubleBE(), bytes.readDoubleBE(8)]
    case 'uuidBytes':
      return BigInt.asIntN(128, BigInt(`0x${wide(bytes, 16).toString('hex')}`))
    case 'range':
      return strictRange(bytes)
    case 'multirange':
      return new Cursor(bytes).whole((cursor) =>
        Array.from({ length: cursor.count(4) }, () => {
          const range = cursor.value()
          return range === null ? null : strictRange(range)
        }),
      )
    case 'decimal':
      return decimalOf(bytes, type)
    case 'hstore':
      return new Cursor(bytes).whole((cursor) =>
        Array.from({ length: cursor.count(8) }, () => {
          const key = cursor.value()
          if (key === null) throw new Refused()
          const value = cursor.value()
          return [key.toString('latin1'), value === null ? null : value.toString('latin1')]
        }),
      )
    case 'composite':
      return new Cursor(bytes).whole((cursor) => {
        if (cursor.int32() !== type.fields.length) throw new Refused()
        return type.fields.map((field) => {
          cursor.int32()
          return nullable(field, cursor.value())
        })
      })
    case 'array':
      return new Cursor(bytes).whole((cursor) => arrayOf(type, cursor))
  }
}

function nullable(type: WireType, bytes: Buffer | null): WireValue {
  return bytes === null ? null : strictValue(type, bytes)
}

function wide(bytes: Buffer, widthBytes: number): Buffer {
  if (bytes.length !== widthBytes) throw new Refused()
  return bytes
}

function strictDate(days: number): bigint {
  if (days === 2_147_483_647 || days === -2_147_483_648) throw new Refused()
  // Postgres has no dates so late, and their days since 1970 are no number of 32 bits.
  if (days + 10_957 > 2_147_483_647) throw new Refused()
  return BigInt(days + 10_957)
}

function strictTimestamp(micros: bigint): bigint {
  const unixMicros = micros + 946_684_800_000_000n
  if (micros === -(2n ** 63n) || unixMicros >= 2n ** 63n) throw new Refused()
  return unixMicros
}

/** Of int4: the bounds, whether each belongs to the range, whether it is empty. */
function strictRange(bytes: Buffer): WireValue {
  if (bytes.length === 0) throw new Refused()
  const flags = bytes[0] ?? 0
  const isEmpty = (flags & 1) !== 0
  return new Cursor(bytes.subarray(1)).whole((cursor) => {
    const bound = (isInfinite: boolean): WireValue => {
      if (isEmpty || isInfinite) return null
      const value = cursor.value()
      if (value === null) throw new Refused()
      return strictValue({ kind: 'int4' }, value)
    }
    const bounds = [bound((flags & 8) !== 0), bound((flags & 16) !== 0)]
    return [...bounds, (flags & 2) !== 0, (flags & 4) !== 0, isEmpty]
  })
}

function arrayOf({ element, dimensions }: WireType & { kind: 'array' }, cursor: Cursor): WireValue {
  const found = cursor.int32()
  if (found < 0 || found > 6) throw new Refused()
  cursor.int32()
  cursor.int32()
  const lengths = Array.from({ length: found }, () => {
    const length = cursor.int32()
    cursor.int32()
    return length
  })
  if (found === 0) return []
  if (found !== dimensions || lengths.some((length) => length < 0)) throw new Refused()
  let total = 1
  for (const length of lengths) {
    total *= length
    if (total > cursor.leftBytes / 4) throw new Refused()
  }
  const nested = (level: number): WireValue => {
    const length = lengths[level] ?? 0
    return Array.from({ length }, () =>
      level + 1 === dimensions ? nullable(element, cursor.value()) : nested(level + 1),
    )
  }
  return nested(0)
}

/** Sign, digits before the point without zeros in front, and all digits after it. */
function digitsOf(bytes: Buffer): {
  negative: boolean
  whole: string
  fraction: string
  shown: number
} {
  if (bytes.length < 8) throw new Refused()
  const groups = bytes.readInt16BE()
  const weight = bytes.readInt16BE(2)
  const sign = bytes.readUInt16BE(4)
  const shown = bytes.readUInt16BE(6)
  if (groups < 0 || bytes.length !== 8 + 2 * groups) throw new Refused()
  if (![0, 0x4000, 0xc000, 0xd000, 0xf000].includes(sign)) throw new Refused()
  const values = Array.from({ length: groups }, (_, group) => bytes.readUInt16BE(8 + 2 * group))
  if (values.some((value) => value > 9999)) throw new Refused()
  if (sign > 0x4000)
    throw new Special(sign === 0xc000 ? 'NaN' : sign === 0xd000 ? 'Infinity' : '-Infinity')
  const digits = values.map((value) => String(value).padStart(4, '0')).join('')
  const point = groups === 0 ? 0 : 4 * (weight + 1)
  const whole = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0')
  const fraction = point < 0 ? '0'.repeat(-point) + digits : digits.slice(point)
  if (shown > 0x3fff || values[0] === 0) throw new Refused(true)
  return { negative: sign === 0x4000, whole: whole.replace(/^0+/, ''), fraction, shown }
}

class Special extends Error {}

function numericText(bytes: Buffer): string {
  try {
    const { negative, whole, fraction, shown } = digitsOf(bytes)
    const cut = shown === 0 ? '' : `.${fraction.slice(0, shown).padEnd(shown, '0')}`
    return signed(`${negative ? '-' : ''}${whole || '0'}${cut}`)
  } catch (error) {
    if (error instanceof Special) return error.message
    throw error
  }
}

/** No pattern: on a hundred thousand zeros with a digit behind them it would take for ever. */
function withoutLastZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return digits.slice(0, end)
}

/** Zero has no sign. */
export function signed(numeric: string): string {
  return /^-[0.]+$/.test(numeric) ? numeric.slice(1) : numeric
}

function decimalOf(
  bytes: Buffer,
  { precision, scale }: { precision: number; scale: number },
): bigint {
  try {
    const { negative, whole, fraction } = digitsOf(bytes)
    const exact = withoutLastZeros(fraction)
    const digits = (whole + exact.padEnd(scale, '0')).replace(/^0+/, '')
    if (exact.length > scale || digits.length > precision) throw new Refused()
    const unscaled = BigInt(digits || '0')
    return negative ? -unscaled : unscaled
  } catch (error) {
    if (error instanceof Special) throw new Refused()
    throw error
  }
}

/** Goes over bytes from front to end; whatever is not there is refused. */
class Cursor {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get leftBytes(): number {
    return this.#bytes.length - this.#at
  }

  int32(): number {
    this.#at += 4
    if (this.#at > this.#bytes.length) throw new Refused()
    return this.#bytes.readInt32BE(this.#at - 4)
  }

  /** A number of things that take at least `leastBytes` each. */
  count(leastBytes: number): number {
    const count = this.int32()
    if (count < 0 || count > this.leftBytes / leastBytes) throw new Refused()
    return count
  }

  /** A value after its length; null for NULL. */
  value(): Buffer | null {
    const lengthBytes = this.int32()
    if (lengthBytes === -1) return null
    if (lengthBytes < 0 || lengthBytes > this.leftBytes) throw new Refused()
    this.#at += lengthBytes
    return this.#bytes.subarray(this.#at - lengthBytes, this.#at)
  }

  /** What `read` makes of all the bytes. */
  whole<Result>(read: (cursor: Cursor) => Result): Result {
    const result = read(this)
    if (this.leftBytes !== 0) throw new Refused()
    return result
  }
}
