import type { MapVector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'

/** Builds maps from maps; a `null` among the values is a NULL value. */
export class MapBuilder implements ValueBuilder {
  readonly #keys: ValueBuilder
  readonly #values: ValueBuilder
  #maps: (ReadonlyMap<unknown, unknown> | null)[] = []

  constructor(keys: ValueBuilder, values: ValueBuilder) {
    this.#keys = keys
    this.#values = values
  }

  begin(): void {
    this.#maps = []
  }

  appendNull(): void {
    this.#maps.push(null)
  }

  append(value: unknown): void {
    if (!(value instanceof Map)) throw new RangeError(`${String(value)} is not a map`)
    // Refuses an entry now, while its row is known; the vector is built when it is asked for.
    this.#begin(value.size)
    this.#appendEntries(value)
    this.#maps.push(value)
  }

  /** The maps that were appended; each call builds them anew. */
  get vector(): MapVector {
    const maps = this.#maps
    const present = new Uint8Array(maps.length)
    const offsets = new Int32Array(maps.length + 1)
    let nulls = 0
    this.#begin(maps.reduce((count, map) => count + (map?.size ?? 0), 0))
    maps.forEach((map, row) => {
      if (map === null) nulls++
      else {
        present[row] = 1
        this.#appendEntries(map)
      }
      offsets[row + 1] = (offsets[row] ?? 0) + (map?.size ?? 0)
    })
    const [keys, values] = [this.#keys.vector, this.#values.vector]
    return { layout: 'map', rows: maps.length, nulls, present, offsets, keys, values }
  }

  #begin(entries: number): void {
    this.#keys.begin(entries)
    this.#values.begin(entries)
  }

  #appendEntries(map: ReadonlyMap<unknown, unknown>): void {
    for (const [key, value] of map) {
      if (key === null || key === undefined) throw new RangeError('a key of a map is NULL')
      this.#keys.append(key)
      if (value === null) this.#values.appendNull()
      else this.#values.append(value)
    }
  }
}
