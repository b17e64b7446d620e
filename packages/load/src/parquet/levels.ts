import type { ByteBuffer } from './byte-buffer.ts'
import { appendHybrid, appendRun, bitWidthOf } from './rle.ts'
import type { VectorOf } from './vector.ts'

/**
 * Definition and repetition levels: how the nesting of a column is told beside its leaf values.
 *
 * @see https://parquet.apache.org/docs/file-format/nestedencoding/
 */

/** The levels of one kind in the open page; costs nothing per value while all are equal. */
export class LevelBuffer {
  readonly #maxLevel: number
  #levels: Uint8Array = new Uint8Array(0)
  #count = 0
  /** The level of all values so far, or -1 once they differ and `#levels` holds each. */
  #uniform = -1

  constructor(maxLevel: number) {
    this.#maxLevel = maxLevel
  }

  get count(): number {
    return this.#count
  }

  get memoryBytes(): number {
    return this.#levels.length
  }

  /** Appends `count` times the same level. */
  appendSame(level: number, count: number): void {
    if (count === 0) return
    if (this.#count === 0) this.#uniform = level
    else if (this.#uniform !== level) {
      this.#reserve(count)
      this.#levels.fill(level, this.#count, this.#count + count)
    }
    this.#count += count
  }

  /** Appends `levels[from .. to]`, end exclusive. */
  appendEach(levels: Uint8Array, from: number, to: number): void {
    this.#reserve(to - from)
    this.#levels.set(levels.subarray(from, to), this.#count)
    this.#count += to - from
  }

  /** Appends the levels as a V1 data page has them: byte length, then the hybrid; none for level 0. */
  writeTo(out: ByteBuffer): void {
    if (this.#maxLevel === 0) return
    const bitWidth = bitWidthOf(this.#maxLevel)
    out.reserve(4)
    const lengthAt = out.lengthBytes
    out.lengthBytes += 4
    if (this.#uniform >= 0) appendRun(out, this.#uniform, this.#count, bitWidth)
    else appendHybrid(out, this.#levels, this.#count, bitWidth)
    out.view.setUint32(lengthAt, out.lengthBytes - lengthAt - 4, true)
  }

  clear(): void {
    this.#count = 0
    this.#uniform = -1
  }

  /** Makes room for `more` levels beyond those so far, which are written out one by one. */
  #reserve(more: number): void {
    const need = this.#count + more
    if (need > this.#levels.length) {
      const grown = new Uint8Array(Math.max(need, this.#levels.length * 2, 64))
      grown.set(this.#levels.subarray(0, this.#count))
      this.#levels = grown
    }
    if (this.#uniform < 0) return
    this.#levels.fill(this.#uniform, 0, this.#count)
    this.#uniform = -1
  }
}

/** How deep a leaf column lies in its record column. */
export interface LevelLimits {
  readonly maxDefinitionLevel: number
  readonly maxRepetitionLevel: number
}

/**
 * Works out the levels of list rows.
 *
 * For every list, one definition level says that it is there and one that it has an element; an
 * element adds one more when it is not NULL. A list that may not be NULL is always there.
 */
export class ListLevels {
  definitionLevels: Uint8Array = new Uint8Array(64)
  repetitionLevels: Uint8Array = new Uint8Array(64)
  count = 0
  readonly #optional: boolean

  constructor(optional: boolean) {
    this.#optional = optional
  }

  get memoryBytes(): number {
    return this.definitionLevels.length * 2
  }

  /** Replaces the levels by those of rows `from .. to` of `vector`, end exclusive. */
  compute(vector: VectorOf<'list'>, from: number, to: number): void {
    this.count = 0
    const present = this.#optional && vector.nulls > 0
    for (let row = from; row < to; row++) {
      if (present && vector.present[row] === 0) this.#push(0, 0)
      else this.#list(vector, row, { definition: this.#optional ? 1 : 0, repetition: 0, depth: 1 })
    }
  }

  /** The levels of list `row`, which is not NULL; `definition` is the level of an empty list here. */
  #list(
    vector: VectorOf<'list'>,
    row: number,
    at: { readonly definition: number; readonly repetition: number; readonly depth: number },
  ): void {
    const { definition, depth } = at
    const start = vector.offsets[row]!
    const end = vector.offsets[row + 1]!
    if (start === end) {
      this.#push(definition, at.repetition)
      return
    }
    const { elements } = vector
    let repetition = at.repetition
    for (let element = start; element < end; element++) {
      if (elements.nulls > 0 && elements.present[element] === 0) {
        this.#push(definition + 1, repetition)
      } else if (elements.layout === 'list') {
        this.#list(elements, element, { definition: definition + 2, repetition, depth: depth + 1 })
      } else this.#push(definition + 2, repetition)
      repetition = depth
    }
  }

  #push(definition: number, repetition: number): void {
    if (this.count === this.definitionLevels.length) {
      this.definitionLevels = doubled(this.definitionLevels)
      this.repetitionLevels = doubled(this.repetitionLevels)
    }
    this.definitionLevels[this.count] = definition
    this.repetitionLevels[this.count++] = repetition
  }
}

/** The vector of the leaf values below `vector`. */
export function leafOf(
  vector: VectorOf<'list'>,
): Exclude<VectorOf<'list'>['elements'], VectorOf<'list'>> {
  let leaf = vector.elements
  while (leaf.layout === 'list') leaf = leaf.elements
  return leaf
}

/** The leaf slot at which the elements of `row` begin. A NULL row has no elements. */
export function leafSlotOf(vector: VectorOf<'list'>, row: number): number {
  let slot = vector.offsets[row]!
  let elements = vector.elements
  while (elements.layout === 'list') {
    slot = elements.offsets[slot]!
    elements = elements.elements
  }
  return slot
}

function doubled(levels: Uint8Array): Uint8Array {
  const larger = new Uint8Array(levels.length * 2)
  larger.set(levels)
  return larger
}
