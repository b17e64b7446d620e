import type { ValueReader, WireBatch } from '@carmilla/extract'
import type { PartitionScheme } from './partition-scheme.ts'
import { Selection } from './selection.ts'
import { refusedIn } from './unrepresentable.ts'

/** The rows of a batch that lie in one partition. */
export interface PartitionRows {
  /** Values of the partition keys; `null` for NULL. */
  readonly partition: readonly (string | null)[]
  readonly batch: WireBatch
}

/** Bucket of a NULL; no scheme uses it. */
const NULL_BUCKET = Number.NaN

/** Splits batches by the bucket of one column. */
export class PartitionSplitter {
  readonly #scheme: PartitionScheme
  readonly #sourceIndex: number
  readonly #read: ValueReader
  readonly #labels: Map<number, readonly (string | null)[]> = new Map()
  readonly #selection: Selection = new Selection()
  #buckets: Float64Array = new Float64Array(0)
  #rows: Int32Array = new Int32Array(0)

  constructor(scheme: PartitionScheme, sourceIndex: number, read: ValueReader) {
    this.#scheme = scheme
    this.#sourceIndex = sourceIndex
    this.#read = read
  }

  /** Where the column stands in the source that says in which partition a row lies. */
  get sourceIndex(): number {
    return this.#sourceIndex
  }

  /**
   * Yields the partitions of a batch, each with its rows in their order.
   *
   * @throws {ExtractError} `unrepresentable_value` with `context.row`
   */
  *split(wire: WireBatch): Iterable<PartitionRows> {
    const buckets = this.#bucketsOf(wire)
    const distinct = new Set(buckets)
    for (const bucket of distinct) {
      const partition = this.#labelsOf(bucket)
      if (distinct.size === 1) {
        yield { partition, batch: wire }
        return
      }
      let count = 0
      for (let row = 0; row < wire.rows; row++) {
        if (Object.is(buckets[row], bucket)) this.#rows[count++] = row
      }
      this.#selection.take(wire, this.#rows, count)
      yield { partition, batch: this.#selection }
    }
  }

  #bucketsOf(wire: WireBatch): Float64Array {
    if (this.#rows.length < wire.rows) {
      this.#rows = new Int32Array(wire.rows)
      this.#buckets = new Float64Array(wire.rows)
    }
    const base = this.#sourceIndex * wire.capacityRows
    let row = 0
    try {
      for (; row < wire.rows; row++) {
        const position = wire.positions[base + row] ?? -1
        const value = position < 0 ? null : this.#read(wire, position)
        this.#buckets[row] = value === null ? NULL_BUCKET : this.#scheme.bucketOf(value)
      }
    } catch (cause) {
      throw refusedIn(row, cause)
    }
    return this.#buckets.subarray(0, wire.rows)
  }

  #labelsOf(bucket: number): readonly (string | null)[] {
    const known = this.#labels.get(bucket)
    if (known !== undefined) return known
    const labels = Number.isNaN(bucket)
      ? this.#scheme.keys.map(() => null)
      : this.#scheme.labelsOf(bucket)
    this.#labels.set(bucket, labels)
    return labels
  }
}
