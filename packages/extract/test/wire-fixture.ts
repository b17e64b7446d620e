import { READABLE_PADDING_BYTES, type WireBatch } from '@carmilla/extract'

/** Gives a batch of one column, as the reader would, from the binary form of each value. */
export function batchOf(values: readonly (Buffer | null)[]): WireBatch {
  const parts = values.map((value) => [int32(value?.length ?? -1), value ?? Buffer.alloc(0)])
  const bytes = Buffer.concat([...parts.flat(), Buffer.alloc(READABLE_PADDING_BYTES, 0xee)])
  const positions = new Int32Array(values.length)
  let at = 0
  for (const [row, value] of values.entries()) {
    at += 4
    positions[row] = value === null ? -1 : at
    at += value?.length ?? 0
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { bytes, view, positions, capacityRows: values.length, rows: values.length }
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

export function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return bytes
}

/** A message of the server: its type, its length, its content. */
export function message(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

/** A row; `null` is NULL. */
export function dataRow(values: readonly (Buffer | null)[]): Buffer {
  const parts = values.map((value) => [int32(value?.length ?? -1), value ?? Buffer.alloc(0)])
  return message('D', int16(values.length), ...parts.flat())
}

/** A numeric as Postgres sends it, worked out from its text alone. */
export function numeric(text: string): Buffer {
  const special = { NaN: 0xc000, Infinity: 0xd000, '-Infinity': 0xf000 }[text]
  if (special !== undefined) return numericParts([], 0, special, 0)
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(text) ?? []
  const wholeDigits = whole.padStart(Math.ceil(whole.length / 4) * 4, '0')
  const fractionDigits = fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0')
  const groups = (wholeDigits + fractionDigits).match(/\d{4}/g)?.map(Number) ?? []
  let weight = wholeDigits.length / 4 - 1
  while (groups.length > 0 && groups[0] === 0) {
    groups.shift()
    weight--
  }
  while (groups.at(-1) === 0) groups.pop()
  if (groups.length === 0) return numericParts([], 0, 0, fraction.length)
  return numericParts(groups, weight, sign === '-' ? 0x4000 : 0, fraction.length)
}

function numericParts(
  groups: readonly number[],
  weight: number,
  sign: number,
  shownDigits: number,
): Buffer {
  const signBytes = Buffer.from([sign >> 8, sign & 0xff])
  const parts = [int16(groups.length), int16(weight), signBytes, int16(shownDigits)]
  return Buffer.concat([...parts, ...groups.map(int16)])
}

/** An array of one dimension; elements are their binary form. */
export function array(elementOid: number, elements: readonly (Buffer | null)[]): Buffer {
  if (elements.length === 0) return Buffer.concat([int32(0), int32(0), int32(elementOid)])
  const hasNull = elements.includes(null) ? 1 : 0
  const header = [int32(1), int32(hasNull), int32(elementOid), int32(elements.length), int32(1)]
  const parts = elements.map((value) => [int32(value?.length ?? -1), value ?? Buffer.alloc(0)])
  return Buffer.concat([...header, ...parts.flat()])
}
