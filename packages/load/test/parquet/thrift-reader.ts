/** A Thrift value as the compact protocol tells it apart; integers of all widths are numbers. */
export type ThriftValue = boolean | number | Uint8Array | readonly ThriftValue[] | ThriftStruct

/** Fields of a struct by their ids, with the type that the caller knows from the specification. */
export class ThriftStruct {
  readonly #fields: ReadonlyMap<number, ThriftValue>
  /** Bytes the struct took. */
  readonly lengthBytes: number

  constructor(fields: ReadonlyMap<number, ThriftValue>, lengthBytes: number) {
    this.#fields = fields
    this.lengthBytes = lengthBytes
  }

  get ids(): readonly number[] {
    return [...this.#fields.keys()]
  }

  has(id: number): boolean {
    return this.#fields.has(id)
  }

  number(id: number): number {
    const value = this.#fields.get(id)
    if (typeof value === 'number') return value
    throw new TypeError(`field ${id} is ${typeof value}, expected an integer`)
  }

  bool(id: number): boolean {
    const value = this.#fields.get(id)
    if (typeof value === 'boolean') return value
    throw new TypeError(`field ${id} is ${typeof value}, expected a bool`)
  }

  binary(id: number): Uint8Array {
    const value = this.#fields.get(id)
    if (value instanceof Uint8Array) return value
    throw new TypeError(`field ${id} is ${typeof value}, expected binary`)
  }

  text(id: number): string {
    return Buffer.from(this.binary(id)).toString('utf8')
  }

  struct(id: number): ThriftStruct {
    const value = this.#fields.get(id)
    if (value instanceof ThriftStruct) return value
    throw new TypeError(`field ${id} is ${typeof value}, expected a struct`)
  }

  list(id: number): readonly ThriftValue[] {
    const value = this.#fields.get(id)
    if (Array.isArray(value)) return value
    throw new TypeError(`field ${id} is ${typeof value}, expected a list`)
  }

  structs(id: number): readonly ThriftStruct[] {
    return this.list(id).map((item) => {
      if (item instanceof ThriftStruct) return item
      throw new TypeError(`field ${id} is no list of structs`)
    })
  }

  binaries(id: number): readonly Uint8Array[] {
    return this.list(id).map((item) => {
      if (item instanceof Uint8Array) return item
      throw new TypeError(`field ${id} is no list of binary`)
    })
  }
}

/** Reads the struct of the compact protocol that begins at `offset`. */
export function readThrift(bytes: Uint8Array, offset: number): ThriftStruct {
  let at = offset
  return struct()

  function struct(): ThriftStruct {
    const start = at
    const fields = new Map<number, ThriftValue>()
    let id = 0
    for (;;) {
      const head = byte()
      if (head === 0) return new ThriftStruct(fields, at - start)
      id = head >> 4 === 0 ? zigzag() : id + (head >> 4)
      const type = head & 15
      fields.set(id, type === 1 ? true : type === 2 ? false : value(type))
    }
  }

  function value(type: number): ThriftValue {
    switch (type) {
      case 1:
      case 2:
        return byte() === 1
      case 3:
        return byte()
      case 4:
      case 5:
      case 6:
        return zigzag()
      case 8: {
        const length = varint()
        at += length
        return bytes.subarray(at - length, at)
      }
      case 9: {
        const head = byte()
        const count = head >> 4 === 15 ? varint() : head >> 4
        return Array.from({ length: count }, () => value(head & 15))
      }
      case 12:
        return struct()
      default:
        throw new TypeError(`unknown Thrift type ${type} at ${at}`)
    }
  }

  function zigzag(): number {
    const raw = varint()
    return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2
  }

  function varint(): number {
    let result = 0
    for (let scale = 1; ; scale *= 128) {
      const next = byte()
      result += (next & 127) * scale
      if (next < 128) return result
    }
  }

  function byte(): number {
    const next = bytes[at++]
    if (next === undefined) throw new RangeError('Thrift struct ended early')
    return next
  }
}
