import type { StructVector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'

/** How one field of a struct is built. */
export interface FieldBuilder {
  /** The name of the property that holds its value. */
  readonly name: string
  readonly optional: boolean
  readonly builder: ValueBuilder
}

/** Builds structs from objects. */
export class StructBuilder implements ValueBuilder {
  readonly #fields: readonly FieldBuilder[]
  #structs: (object | null)[] = []

  constructor(fields: readonly FieldBuilder[]) {
    this.#fields = fields
  }

  begin(): void {
    this.#structs = []
  }

  appendNull(): void {
    this.#structs.push(null)
  }

  append(value: unknown): void {
    if (typeof value !== 'object' || value === null) {
      throw new RangeError(`${String(value)} is not a struct`)
    }
    // Refuses a field now, while its row is known; the vector is built when it is asked for.
    for (const field of this.#fields) {
      field.builder.begin(1)
      appendField(field, value)
    }
    this.#structs.push(value)
  }

  /** The structs that were appended; each call builds them anew. */
  get vector(): StructVector {
    const structs = this.#structs
    const present = Uint8Array.from(structs, (struct) => (struct === null ? 0 : 1))
    for (const field of this.#fields) {
      field.builder.begin(structs.length)
      for (const struct of structs) {
        if (struct === null) field.builder.appendNull()
        else appendField(field, struct)
      }
    }
    return {
      layout: 'struct',
      rows: structs.length,
      nulls: present.reduce((nulls, isPresent) => nulls + 1 - isPresent, 0),
      present,
      fields: this.#fields.map(({ builder }) => builder.vector),
    }
  }
}

function appendField({ name, optional, builder }: FieldBuilder, struct: object): void {
  const value: unknown = Reflect.get(struct, name)
  if (value === undefined) throw new RangeError(`a struct has no field \`${name}\``)
  if (value !== null) builder.append(value)
  else if (optional) builder.appendNull()
  else throw new RangeError(`field \`${name}\` is NULL and not optional`)
}
