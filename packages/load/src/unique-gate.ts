import type { RecordBatch, RecordField } from '@carmilla/transform'
import { type Digest, DigestSet, type DigestSetState } from './digest-set.ts'
import { IntegerSet, type IntegerSetState } from './integer-set.ts'
import type { RecordVector, RecordVectorOf } from './record-vector.ts'
import { RowDigester } from './row-digest.ts'
import { integerText, valueText } from './value-text.ts'

/** A column that a gate looks at, and where it stands in a batch. */
export interface GateColumn {
  readonly field: RecordField
  readonly index: number
}

const NULL_DIGEST: Digest = [0, 0, 1, 0]

/** A value that more than one row has. */
interface Repeated {
  readonly digest: Digest
  readonly text: string
  rows: number
}

/** What a {@link UniqueGate} saw of the rows of one shard; serialisable. */
export interface UniqueObservation {
  readonly rows: number
  readonly integers: IntegerSetState
  readonly digests: DigestSetState
  readonly hasNull: boolean
  readonly repeated: Readonly<Repeated> | undefined
  readonly furtherRows: number
}

/**
 * Finds rows that have the same values in some columns; NULLs are equal.
 *
 * One integer column (dates, times and short decimals included) is checked exactly by an
 * {@link IntegerSet}; anything else by 128-bit digests in a {@link DigestSet}, whose chance of taking
 * two different rows for equal is negligible (see {@link RowDigester}).
 */
export class UniqueGate {
  readonly #columns: readonly GateColumn[]
  readonly #integers = new IntegerSet()
  readonly #digests = new DigestSet()
  readonly #digester: RowDigester
  #hasNull = false
  #rows = 0
  #repeated: Repeated | undefined
  /** Rows that repeat some other value than the one that is shown. */
  #furtherRows = 0

  /** @param seeds - of the digests, the same for all gates that are merged. */
  constructor(columns: readonly GateColumn[], seeds: Int32Array) {
    this.#columns = columns
    this.#digester = new RowDigester(seeds)
  }

  /** `unique(tenant, id)`. */
  get name(): string {
    return `unique(${this.#columns.map((column) => column.field.name).join(', ')})`
  }

  /** What was found when all rows differ. */
  get found(): string {
    return `${this.#rows} rows, all different`
  }

  observe(batch: RecordBatch): void {
    this.#rows += batch.rows
    const vectors = this.#columns.map(({ field, index }) => vectorAt(batch, field, index))
    const [only] = vectors
    if (only === undefined) return
    if (vectors.length === 1 && only.layout === 'int32') this.#observeInt32(only)
    else if (vectors.length === 1 && only.layout === 'int64') this.#observeInt64(only)
    else this.#observeDigests(vectors, batch.rows)
  }

  /** What was seen so far; the gate is not to observe any more. */
  get observation(): UniqueObservation {
    return {
      rows: this.#rows,
      integers: this.#integers.state,
      digests: this.#digests.state,
      hasNull: this.#hasNull,
      repeated: this.#repeated,
      furtherRows: this.#furtherRows,
    }
  }

  /**
   * Adds what another gate saw of other rows, and finds what both have. The rows that repeat another
   * are counted exactly; how many of them have the value that is shown may be more than is said.
   */
  merge(other: UniqueObservation): void {
    this.#rows += other.rows
    const { repeated } = other
    if (repeated !== undefined) {
      for (let rows = 1; rows < repeated.rows; rows++) {
        this.#repeatDigest(repeated.digest, () => repeated.text)
      }
    }
    this.#furtherRows += other.furtherRows
    this.#integers.merge(other.integers, (low, high) => {
      this.#repeatDigest([low, high, 0, 0], () => this.#integerText(low, high))
    })
    this.#digests.merge(other.digests, (digest) => {
      this.#repeatDigest(digest, () => 'of a row that another worker read')
    })
    if (this.#hasNull && other.hasNull) this.#repeatDigest(NULL_DIGEST, () => 'NULL')
    this.#hasNull ||= other.hasNull
  }

  /** What is wrong, in words, or `undefined`. */
  fault(): string | undefined {
    const repeated = this.#repeated
    if (repeated === undefined) return undefined
    const names = this.#columns.map((column) => `\`${column.field.name}\``).join(', ')
    const single = this.#columns.length === 1
    const further =
      this.#furtherRows === 0 ? '' : `, and ${this.#furtherRows} more rows repeat other values`
    return `${single ? 'column' : 'columns'} ${names} ${single ? 'is' : 'are'} not unique, ${repeated.rows} rows have the ${single ? 'value' : 'values'} ${repeated.text}${further}`
  }

  #observeInt32(vector: RecordVectorOf<'int32'>): void {
    const { values, present, rows } = vector
    for (let row = 0; row < rows; row++) {
      const value = values[row] ?? 0
      if (present[row] !== 1) this.#addNull([vector], row)
      else if (!this.#integers.add(value, value >> 31)) {
        this.#repeat([value, value >> 31, 0, 0], [vector], row)
      }
    }
  }

  #observeInt64(vector: RecordVectorOf<'int64'>): void {
    const { words, present, rows } = vector
    for (let row = 0; row < rows; row++) {
      const low = words[row * 2] ?? 0
      const high = words[row * 2 + 1] ?? 0
      if (present[row] !== 1) this.#addNull([vector], row)
      else if (!this.#integers.add(low, high)) this.#repeat([low, high, 0, 0], [vector], row)
    }
  }

  #observeDigests(vectors: readonly RecordVector[], rows: number): void {
    for (let row = 0; row < rows; row++) {
      const digest = this.#digester.digest(vectors, row)
      if (!this.#digests.add(digest)) this.#repeat(digest, vectors, row)
    }
  }

  #addNull(vectors: readonly RecordVector[], row: number): void {
    if (this.#hasNull) this.#repeat(NULL_DIGEST, vectors, row)
    this.#hasNull = true
  }

  #repeat(digest: Digest, vectors: readonly RecordVector[], row: number): void {
    this.#repeatDigest(digest, () => this.#textOf(vectors, row))
  }

  #repeatDigest(digest: Digest, text: () => string): void {
    const repeated = this.#repeated
    if (repeated === undefined) {
      this.#repeated = { digest, text: text(), rows: 2 }
    } else if (digest.every((word, index) => word === repeated.digest[index])) {
      repeated.rows++
    } else {
      this.#furtherRows++
    }
  }

  #integerText(low: number, high: number): string {
    const [column] = this.#columns
    const value = (BigInt(high) << 32n) | BigInt(low >>> 0)
    if (column === undefined) return String(value)
    return shownText(column.field, () => integerText(column.field.type, value))
  }

  #textOf(vectors: readonly RecordVector[], row: number): string {
    const texts: string[] = []
    for (const [index, { field }] of this.#columns.entries()) {
      const vector = vectors[index]
      if (vector === undefined) continue
      texts.push(shownText(field, () => valueText(field, vector, row)))
    }
    return texts.join(', ')
  }
}

/** Nobody reads in an error what is personal. */
function shownText({ personal }: RecordField, text: () => string): string {
  return personal === undefined ? text() : `[personal ${personal}]`
}

function vectorAt(batch: RecordBatch, field: RecordField, index: number): RecordVector {
  const vector = batch.vectors[index]
  if (vector === undefined) throw new TypeError(`batch has no column \`${field.name}\``)
  return vector
}
