import type { RecordBatch, RecordField } from '@carmilla/transform'
import { type Digest, DigestSet } from './digest-set.ts'
import { IntegerSet } from './integer-set.ts'
import type { RecordVector, RecordVectorOf } from './record-vector.ts'
import { RowDigester } from './row-digest.ts'
import { valueText } from './value-text.ts'

/** A column that a gate looks at, and where it stands in a batch. */
export interface GateColumn {
  readonly field: RecordField
  readonly index: number
}

/** A value that more than one row has. */
interface Repeated {
  readonly digest: Digest
  readonly text: string
  rows: number
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
  readonly #digester = new RowDigester()
  #hasNull = false
  #rows = 0
  #repeated: Repeated | undefined
  /** Rows that repeat some other value than the one that is shown. */
  #furtherRows = 0

  constructor(columns: readonly GateColumn[]) {
    this.#columns = columns
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
    if (this.#hasNull) this.#repeat([0, 0, 1, 0], vectors, row)
    this.#hasNull = true
  }

  #repeat(digest: Digest, vectors: readonly RecordVector[], row: number): void {
    const repeated = this.#repeated
    if (repeated === undefined) {
      this.#repeated = { digest, text: this.#textOf(vectors, row), rows: 2 }
    } else if (digest.every((word, index) => word === repeated.digest[index])) {
      repeated.rows++
    } else {
      this.#furtherRows++
    }
  }

  #textOf(vectors: readonly RecordVector[], row: number): string {
    const texts: string[] = []
    for (const [index, { field }] of this.#columns.entries()) {
      const vector = vectors[index]
      if (vector === undefined) continue
      const { personal } = field
      texts.push(personal === undefined ? valueText(field, vector, row) : `[personal ${personal}]`)
    }
    return texts.join(', ')
  }
}

function vectorAt(batch: RecordBatch, field: RecordField, index: number): RecordVector {
  const vector = batch.vectors[index]
  if (vector === undefined) throw new TypeError(`batch has no column \`${field.name}\``)
  return vector
}
