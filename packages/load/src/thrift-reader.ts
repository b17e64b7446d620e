/** Type of a field or element in Thrift's compact protocol. */
export const THRIFT_LIST = 9
export const THRIFT_STRUCT = 12

/**
 * Reads Thrift's compact protocol: as much of it as a Parquet footer needs.
 *
 * Every function throws a plain `Error` at the end of the bytes and for what the protocol does not
 * know; the caller knows which file it is.
 *
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export class ThriftReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Reads a struct; `onField` reads the field's value and returns true, or returns false. */
  struct(onField: (id: number, type: number) => boolean): void {
    let id = 0
    for (;;) {
      const header = this.#byte()
      const type = header & 0x0f
      if (type === 0) return
      const delta = header >> 4
      id = delta === 0 ? this.integer() : id + delta
      if (!onField(id, type)) this.#skip(type)
    }
  }

  /** Reads a list of structs. */
  structs(onElement: () => void): void {
    const { type, length } = this.#listHeader()
    if (type !== THRIFT_STRUCT) throw new Error(`expected a list of structs, got type ${type}`)
    for (let index = 0; index < length; index++) onElement()
  }

  /** Reads an i16, i32 or i64 that is a safe integer. */
  integer(): number {
    const zigzag = this.#varint()
    const value = zigzag & 1n ? -(zigzag >> 1n) - 1n : zigzag >> 1n
    const number = Number(value)
    if (!Number.isSafeInteger(number)) throw new Error(`integer ${value} is out of range`)
    return number
  }

  text(): string {
    const lengthBytes = Number(this.#varint())
    const start = this.#at
    this.#advance(lengthBytes)
    return Buffer.from(this.#bytes.subarray(start, this.#at)).toString('utf8')
  }

  #skip(type: number): void {
    switch (type) {
      case 1: // true
      case 2: // false
        return
      case 3: // byte
        return this.#advance(1)
      case 4: // i16
      case 5: // i32
      case 6: // i64
        this.#varint()
        return
      case 7: // double
        return this.#advance(8)
      case 8: // binary
        return this.#advance(Number(this.#varint()))
      case THRIFT_LIST:
      case 10: // set
        return this.#skipList()
      case THRIFT_STRUCT:
        return this.struct(() => false)
      default:
        throw new Error(`type ${type} is not part of a footer`)
    }
  }

  #skipList(): void {
    const { type, length } = this.#listHeader()
    for (let index = 0; index < length; index++) {
      // Booleans have a byte each in a list, and none as a field.
      if (type === 1 || type === 2) this.#advance(1)
      else this.#skip(type)
    }
  }

  #listHeader(): { readonly type: number; readonly length: number } {
    const header = this.#byte()
    const short = header >> 4
    return { type: header & 0x0f, length: short === 15 ? Number(this.#varint()) : short }
  }

  #varint(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte()
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    throw new Error('integer is longer than 64 bits')
  }

  #byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) throw new Error('ends too early')
    this.#at++
    return byte
  }

  #advance(bytes: number): void {
    if (bytes > this.#bytes.length - this.#at) throw new Error('ends too early')
    this.#at += bytes
  }
}
