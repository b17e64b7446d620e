import type {
  BoolVector,
  BytesVector,
  FixedVector,
  Float32Vector,
  Float64Vector,
  Int32Vector,
  Int64Vector,
} from './vector.ts'

/*
 * Each layout has two functions: `new…` makes a vector without room, `reserve…` gives it room for a
 * number of rows, without keeping its contents.
 */

const EMPTY = { rows: 0, nulls: 0 }
const NO_BYTES = Buffer.alloc(0)

export function newBoolVector(): BoolVector {
  return { layout: 'bool', ...EMPTY, present: new Uint8Array(), values: new Uint8Array() }
}

export function reserveBools(vector: BoolVector, rows: number): void {
  vector.values = new Uint8Array(rows)
}

export function newInt32Vector(): Int32Vector {
  return { layout: 'int32', ...EMPTY, present: new Uint8Array(), values: new Int32Array() }
}

export function reserveInt32s(vector: Int32Vector, rows: number): void {
  vector.values = new Int32Array(rows)
}

export function newInt64Vector(): Int64Vector {
  return {
    layout: 'int64',
    ...EMPTY,
    present: new Uint8Array(),
    words: new Int32Array(),
    values: new BigInt64Array(),
  }
}

export function reserveInt64s(vector: Int64Vector, rows: number): void {
  vector.values = new BigInt64Array(rows)
  vector.words = new Int32Array(vector.values.buffer)
}

export function newFloat32Vector(): Float32Vector {
  return { layout: 'float32', ...EMPTY, present: new Uint8Array(), values: new Float32Array() }
}

export function reserveFloat32s(vector: Float32Vector, rows: number): void {
  vector.values = new Float32Array(rows)
}

export function newFloat64Vector(): Float64Vector {
  return { layout: 'float64', ...EMPTY, present: new Uint8Array(), values: new Float64Array() }
}

export function reserveFloat64s(vector: Float64Vector, rows: number): void {
  vector.values = new Float64Array(rows)
}

export function newFixedVector(widthBytes: number): FixedVector {
  return {
    layout: 'fixed',
    ...EMPTY,
    present: new Uint8Array(),
    widthBytes,
    values: new Uint8Array(),
  }
}

export function reserveFixed(vector: FixedVector, rows: number): void {
  vector.values = new Uint8Array(rows * vector.widthBytes)
}

export function newBytesVector(): BytesVector {
  return {
    layout: 'bytes',
    ...EMPTY,
    present: new Uint8Array(),
    bytes: NO_BYTES,
    view: new DataView(new ArrayBuffer(0)),
    starts: new Int32Array(),
    lengths: new Int32Array(),
  }
}

/** Gives room for the slices; their bytes are the receive buffer's, or reserved by the kernel. */
export function reserveSlices(vector: BytesVector, rows: number): void {
  vector.starts = new Int32Array(rows)
  vector.lengths = new Int32Array(rows)
}

/** Makes `bytes` of a vector that owns them at least `byteCount` long; contents are kept. */
export function reserveBytes(vector: BytesVector, byteCount: number): void {
  if (vector.bytes.length >= byteCount) return
  const bytes = Buffer.allocUnsafeSlow(Math.max(byteCount, vector.bytes.length * 2))
  vector.bytes.copy(bytes)
  vector.bytes = bytes
  vector.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
