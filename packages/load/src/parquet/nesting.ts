import { LoadError } from '../errors.ts'
import { layoutMismatch, type Vector } from './vector.ts'

/** From a node of a nested column to the next one below it, on the way to one leaf. */
export interface Step {
  /** The elements of a list, the keys or the values of a map, or the field of a struct by its index. */
  readonly into: 'elements' | 'keys' | 'values' | number
  /** Whether the node below may be NULL. */
  readonly optional: boolean
}

/**
 * One batch of a nested column, on the way from its rows down to one leaf.
 *
 * Everything that is asked for each slot is an array here, so that no loop sees what kind of vector
 * it came from.
 */
export class Nesting {
  /** The vector of the leaf values. */
  readonly leaf: Vector
  /** For each node from the top: `present`, or undefined when no slot of it is NULL. */
  readonly present: readonly (Uint8Array | undefined)[]
  /** For each step: where the slots below begin, or undefined when they are the same slots. */
  readonly offsets: readonly (Int32Array | undefined)[]

  /** @throws {TypeError} when the vector has not the layout that the steps ask for. */
  constructor(vector: Vector, steps: readonly Step[]) {
    const present: (Uint8Array | undefined)[] = []
    const offsets: (Int32Array | undefined)[] = []
    let node = vector
    for (const { into } of steps) {
      present.push(presentOf(node))
      offsets.push(node.layout === 'list' || node.layout === 'map' ? node.offsets : undefined)
      node = childOf(node, into)
    }
    present.push(presentOf(node))
    this.leaf = node
    this.present = present
    this.offsets = offsets
  }

  /** The leaf slot at which what belongs to `row` begins. A NULL row has no elements. */
  leafSlotOf(row: number): number {
    let slot = row
    for (const offsets of this.offsets) if (offsets !== undefined) slot = offsets[slot]!
    return slot
  }

  /** The last row boundary, in `from .. to`, whose leaf slot is not beyond `slot`. */
  rowAt(slot: number, from: number, to: number): number {
    let low = from
    let high = to
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.leafSlotOf(middle) <= slot) low = middle
      else high = middle - 1
    }
    return low
  }
}

/**
 * Works out the levels of one leaf of a nested column.
 *
 * Every optional node that is there adds one to the definition level, and so does every repeated
 * group that has an element.
 */
export class NestedLevels {
  definitionLevels: Uint8Array = new Uint8Array(64)
  repetitionLevels: Uint8Array = new Uint8Array(64)
  count = 0
  readonly #name: string
  /** For each node from the top, the leaf last. */
  readonly #nodes: readonly NodeLevels[]
  #present: Nesting['present'] = []
  #offsets: Nesting['offsets'] = []

  /** `name` is the leaf's, for messages. */
  constructor(name: string, optional: boolean, steps: readonly Step[]) {
    this.#name = name
    this.#nodes = levelsOf(optional, steps)
  }

  get memoryBytes(): number {
    return this.definitionLevels.length * 2
  }

  /**
   * Replaces the levels by those of rows `from .. to`, end exclusive.
   *
   * @throws {LoadError} `write_failed` for a NULL that is not below another, in a node that is not
   * optional.
   */
  compute(nesting: Nesting, from: number, to: number): void {
    this.count = 0
    this.#present = nesting.present
    this.#offsets = nesting.offsets
    this.#slots(0, from, to, 0)
  }

  /** The levels of slots `from .. to` of one node; `repetition` is that of the first. */
  #slots(node: number, from: number, to: number, repetition: number): void {
    const leaf = this.#offsets.length
    if (node === leaf) {
      this.#reserve(to - from)
      this.#leafSlots(from, to, repetition)
      return
    }
    const { optional, absent, there, repeated } = this.#nodes[node]!
    const present = this.#present[node]
    const offsets = this.#offsets[node]
    if (node + 1 === leaf && offsets !== undefined) {
      // At most one level for each slot that has none below, and one for each below.
      this.#reserve(to - from + offsets[to]! - offsets[from]!)
    }
    let next = repetition
    for (let slot = from; slot < to; slot++) {
      if (present !== undefined && present[slot] === 0) {
        if (!optional) throw this.#unexpectedNull()
        this.#push(absent, next)
      } else if (offsets === undefined) this.#slots(node + 1, slot, slot + 1, next)
      else {
        const start = offsets[slot]!
        const end = offsets[slot + 1]!
        if (start === end) this.#push(there, next)
        else if (node + 1 === leaf) this.#leafSlots(start, end, next)
        else this.#slots(node + 1, start, end, next)
      }
      next = repeated
    }
  }

  /** The same of the leaf, for which there is room. */
  #leafSlots(from: number, to: number, repetition: number): void {
    const node = this.#offsets.length
    const { absent, there, repeated, optional } = this.#nodes[node]!
    const present = this.#present[node]
    const { definitionLevels, repetitionLevels } = this
    let { count } = this
    let next = repetition
    for (let slot = from; slot < to; slot++) {
      const isNull = present !== undefined && present[slot] === 0
      if (isNull && !optional) throw this.#unexpectedNull()
      definitionLevels[count] = isNull ? absent : there
      repetitionLevels[count++] = next
      next = repeated
    }
    this.count = count
  }

  #push(definition: number, repetition: number): void {
    this.#reserve(1)
    this.definitionLevels[this.count] = definition
    this.repetitionLevels[this.count++] = repetition
  }

  #reserve(more: number): void {
    const need = this.count + more
    if (need <= this.definitionLevels.length) return
    this.definitionLevels = grown(this.definitionLevels, need)
    this.repetitionLevels = grown(this.repetitionLevels, need)
  }

  #unexpectedNull(): LoadError {
    return new LoadError(
      'write_failed',
      `column \`${this.#name}\` has a NULL, expected none; declare the field optional`,
      { context: { column: this.#name } },
    )
  }
}

/** The levels that a node gives, whatever is in it. */
interface NodeLevels {
  readonly optional: boolean
  /** Definition level of a NULL here, below something that is there. */
  readonly absent: number
  /** Definition level of what is there, as far down as this node. */
  readonly there: number
  /** Repetition level of all slots but the first of those that follow each other. */
  readonly repeated: number
}

function levelsOf(optional: boolean, steps: readonly Step[]): readonly NodeLevels[] {
  let there = optional ? 1 : 0
  let repeated = 0
  const nodes = [{ optional, absent: 0, there, repeated }]
  for (const step of steps) {
    const group = typeof step.into === 'number' ? 0 : 1
    repeated += group
    const absent = there + group
    there = absent + (step.optional ? 1 : 0)
    nodes.push({ optional: step.optional, absent, there, repeated })
  }
  return nodes
}

function presentOf(vector: Vector): Uint8Array | undefined {
  return vector.nulls > 0 ? vector.present : undefined
}

function childOf(vector: Vector, into: Step['into']): Vector {
  if (typeof into === 'number') {
    const field = vector.layout === 'struct' ? vector.fields[into] : undefined
    if (field === undefined) throw layoutMismatch('struct', vector)
    return field
  }
  if (into === 'elements') {
    if (vector.layout !== 'list') throw layoutMismatch('list', vector)
    return vector.elements
  }
  if (vector.layout !== 'map') throw layoutMismatch('map', vector)
  return into === 'keys' ? vector.keys : vector.values
}

function grown(levels: Uint8Array, length: number): Uint8Array {
  const larger = new Uint8Array(Math.max(length, levels.length * 2))
  larger.set(levels)
  return larger
}
