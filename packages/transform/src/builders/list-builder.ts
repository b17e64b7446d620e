import type { ListVector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'

/** Builds lists from arrays; a `null` among the elements is a NULL element. */
export class ListBuilder implements ValueBuilder {
  readonly #elements: ValueBuilder
  #lists: (readonly unknown[] | null)[] = []

  constructor(elements: ValueBuilder) {
    this.#elements = elements
  }

  begin(): void {
    this.#lists = []
  }

  appendNull(): void {
    this.#lists.push(null)
  }

  append(value: unknown): void {
    if (!Array.isArray(value)) throw new RangeError(`${String(value)} is not a list`)
    // Refuses an element now, while its row is known; the vector is built when it is asked for.
    this.#elements.begin(value.length)
    this.#appendElements(value)
    this.#lists.push(value)
  }

  /** The lists that were appended; each call builds them anew. */
  get vector(): ListVector {
    const lists = this.#lists
    const present = new Uint8Array(lists.length)
    const offsets = new Int32Array(lists.length + 1)
    let nulls = 0
    this.#elements.begin(lists.reduce((count, list) => count + (list?.length ?? 0), 0))
    lists.forEach((list, row) => {
      if (list === null) nulls++
      else present[row] = 1
      this.#appendElements(list ?? [])
      offsets[row + 1] = (offsets[row] ?? 0) + (list?.length ?? 0)
    })
    return {
      layout: 'list',
      rows: lists.length,
      nulls,
      present,
      offsets,
      elements: this.#elements.vector,
    }
  }

  #appendElements(list: readonly unknown[]): void {
    for (const element of list) {
      if (element === null) this.#elements.appendNull()
      else this.#elements.append(element)
    }
  }
}
