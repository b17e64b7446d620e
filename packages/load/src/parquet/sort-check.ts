import type { RecordBatch, RecordSchema } from '@carmilla/transform'
import { LoadError } from '../errors.ts'
import { leafColumnsOf } from './leaf-column.ts'
import type { SortKey } from './options.ts'
import type { SortOrder } from './statistics.ts'
import { layoutMismatch, type Vector } from './vector.ts'

/**
 * Checks that rows come in the order that the file says they have.
 *
 * Numbers, times and bytes sort as readers of Parquet compare them; NaN is above all numbers, as
 * Postgres has it.
 */
export class SortCheck {
  readonly #keys: readonly ResolvedKey[]
  /** The keys of the row before the batch, each in a vector of one row; empty before the first. */
  #last: readonly Vector[] = []
  #rows = 0

  constructor(schema: RecordSchema, sortBy: readonly SortKey[]) {
    this.#keys = sortBy.flatMap((key) => {
      const index = schema.findIndex(({ name }) => name === key.column)
      const leaves = schema.slice(index, index + 1).flatMap(leafColumnsOf)
      return leaves.map(({ sortOrder }) => ({ ...key, index, compare: COMPARE[sortOrder] }))
    })
  }

  /** @throws {LoadError} `not_sorted` */
  check(batch: RecordBatch): void {
    if (this.#keys.length === 0 || batch.rows === 0) return
    const vectors = this.#keys.flatMap(({ index }) => batch.vectors[index] ?? [])
    if (this.#last.length > 0 && this.#compare(this.#last, 0, vectors, 0) > 0) throw this.#fault(0)
    for (let row = 1; row < batch.rows; row++) {
      if (this.#compare(vectors, row - 1, vectors, row) > 0) throw this.#fault(row)
    }
    this.#last = vectors.map((vector) => rowOf(vector, batch.rows - 1))
    this.#rows += batch.rows
  }

  // oxlint-disable-next-line max-params -- two rows, each of its batch, without an object per row
  #compare(a: readonly Vector[], aRow: number, b: readonly Vector[], bRow: number): number {
    for (let key = 0; key < this.#keys.length; key++) {
      const { descending, nullsFirst, compare } = this.#keys[key]!
      const [left, right] = [a[key]!, b[key]!]
      const leftNull = left.nulls > 0 && left.present[aRow] === 0
      const rightNull = right.nulls > 0 && right.present[bRow] === 0
      if (leftNull || rightNull) {
        if (leftNull && rightNull) continue
        return leftNull === nullsFirst ? -1 : 1
      }
      const order = compare(left, aRow, right, bRow)
      if (order !== 0) return descending ? -order : order
    }
    return 0
  }

  #fault(rowOfBatch: number): LoadError {
    const row = this.#rows + rowOfBatch + 1
    const names = this.#keys.map(({ column }) => `\`${column}\``).join(', ')
    return new LoadError(
      'not_sorted',
      `row ${row} of the file sorts before row ${row - 1} by ${names}, expected rows in the order of \`sortBy\`; order the query by them, text with \`collate "C"\``,
      { context: { row } },
    )
  }
}

type CompareSlots = (left: Vector, a: number, right: Vector, b: number) => number

interface ResolvedKey extends SortKey {
  /** Of the vector in a batch. */
  readonly index: number
  readonly compare: CompareSlots
}

const COMPARE: Readonly<Record<SortOrder, CompareSlots>> = {
  bool: compareNumbers,
  int32: compareNumbers,
  float32: compareNumbers,
  float64: compareNumbers,
  int64: compareWords,
  'unsigned-bytes': compareUnsignedBytes,
  'signed-bytes': (left, a, right, b) => compareFixed(left, a, right, b, 0x80),
}

// oxlint-disable-next-line max-params -- two slots, each of its vector, without an object per row
function compareNumbers(left: Vector, a: number, right: Vector, b: number): number {
  const x = numberAt(left, a)
  const y = numberAt(right, b)
  if (x < y) return -1
  if (x > y) return 1
  return x === y ? 0 : Number(Number.isNaN(x)) - Number(Number.isNaN(y))
}

function numberAt(vector: Vector, slot: number): number {
  switch (vector.layout) {
    case 'bool':
    case 'int32':
    case 'float32':
    case 'float64':
      return vector.values[slot]!
    default:
      throw layoutMismatch('int32', vector)
  }
}

// oxlint-disable-next-line max-params -- as above
function compareWords(left: Vector, a: number, right: Vector, b: number): number {
  if (left.layout !== 'int64') throw layoutMismatch('int64', left)
  if (right.layout !== 'int64') throw layoutMismatch('int64', right)
  const high = left.words[2 * a + 1]! - right.words[2 * b + 1]!
  return high === 0 ? (left.words[2 * a]! >>> 0) - (right.words[2 * b]! >>> 0) : high
}

// oxlint-disable-next-line max-params -- as above
function compareUnsignedBytes(left: Vector, a: number, right: Vector, b: number): number {
  if (left.layout === 'fixed') return compareFixed(left, a, right, b, 0)
  if (left.layout !== 'bytes') throw layoutMismatch('bytes', left)
  if (right.layout !== 'bytes') throw layoutMismatch('bytes', right)
  const leftStart = left.starts[a]!
  const rightStart = right.starts[b]!
  return left.bytes.compare(
    right.bytes,
    rightStart,
    rightStart + right.lengths[b]!,
    leftStart,
    leftStart + left.lengths[a]!,
  )
}

/** Flipping the bit of the sign, of the first byte, puts the negative ones first. */
// oxlint-disable-next-line max-params -- as above
function compareFixed(
  left: Vector,
  a: number,
  right: Vector,
  b: number,
  signBit: 0 | 0x80,
): number {
  if (left.layout !== 'fixed') throw layoutMismatch('fixed', left)
  if (right.layout !== 'fixed') throw layoutMismatch('fixed', right)
  const { widthBytes } = left
  for (let i = 0; i < widthBytes; i++) {
    const flip = i === 0 ? signBit : 0
    const difference =
      (left.values[a * widthBytes + i]! ^ flip) - (right.values[b * widthBytes + i]! ^ flip)
    if (difference !== 0) return difference
  }
  return 0
}

/** A row of a vector as a vector of its own, which outlives the batch. */
function rowOf(vector: Vector, row: number): Vector {
  const present = vector.present.slice(row, row + 1)
  const one = { rows: 1, nulls: vector.nulls > 0 && present[0] === 0 ? 1 : 0, present }
  switch (vector.layout) {
    case 'bool':
      return { layout: 'bool', ...one, values: vector.values.slice(row, row + 1) }
    case 'int32':
      return { layout: 'int32', ...one, values: vector.values.slice(row, row + 1) }
    case 'int64': {
      const values = vector.values.slice(row, row + 1)
      return { layout: 'int64', ...one, values, words: new Int32Array(values.buffer) }
    }
    case 'float32':
      return { layout: 'float32', ...one, values: vector.values.slice(row, row + 1) }
    case 'float64':
      return { layout: 'float64', ...one, values: vector.values.slice(row, row + 1) }
    case 'fixed': {
      const { widthBytes } = vector
      const values = vector.values.slice(row * widthBytes, (row + 1) * widthBytes)
      return { layout: 'fixed', ...one, widthBytes, values }
    }
    case 'bytes': {
      const start = vector.starts[row] ?? 0
      const lengthBytes = one.nulls > 0 ? 0 : (vector.lengths[row] ?? 0)
      const bytes = Buffer.from(vector.bytes.subarray(start, start + lengthBytes))
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const slices = { starts: Int32Array.of(0), lengths: Int32Array.of(lengthBytes) }
      return { layout: 'bytes', ...one, bytes, view, ...slices }
    }
    default:
      throw layoutMismatch('bytes', vector)
  }
}
