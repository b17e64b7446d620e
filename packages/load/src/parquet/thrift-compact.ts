import { ByteBuffer } from './byte-buffer.ts'

/**
 * Writes structs in Thrift's compact protocol, the encoding of every Parquet header.
 *
 * Fields are written in ascending order of their ids; the caller leaves out what is absent.
 *
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export class ThriftWriter {
  readonly #out: ByteBuffer
  readonly #outerFieldIds: number[] = []
  #lastFieldId = 0

  constructor(out: ByteBuffer = new ByteBuffer(1024)) {
    this.#out = out
  }

  bool(id: number, value: boolean): void {
    this.#field(id, value ? TYPE_TRUE : TYPE_FALSE)
  }

  i8(id: number, value: number): void {
    this.#field(id, TYPE_I8)
    this.#byte(value)
  }

  i16(id: number, value: number): void {
    this.#field(id, TYPE_I16)
    this.#zigzag(value)
  }

  i32(id: number, value: number): void {
    this.#field(id, TYPE_I32)
    this.#zigzag(value)
  }

  /** `value` is a safe integer: offsets and counts of a file are far below 2^53. */
  i64(id: number, value: number): void {
    this.#field(id, TYPE_I64)
    this.#zigzag(value)
  }

  binary(id: number, value: Uint8Array | string): void {
    this.#field(id, TYPE_BINARY)
    this.#bytes(value)
  }

  struct(id: number, writeFields: () => void): void {
    this.#field(id, TYPE_STRUCT)
    this.element(writeFields)
  }

  emptyStruct(id: number): void {
    this.struct(id, () => undefined)
  }

  /** One struct that is not a field: the outermost, or an element of a list. */
  element(writeFields: () => void): void {
    this.#outerFieldIds.push(this.#lastFieldId)
    this.#lastFieldId = 0
    writeFields()
    this.#byte(TYPE_STOP)
    this.#lastFieldId = this.#outerFieldIds.pop() ?? 0
  }

  structList<Item>(
    id: number,
    items: readonly Item[],
    writeFields: (item: Item, index: number) => void,
  ): void {
    this.#list(id, TYPE_STRUCT, items.length)
    items.forEach((item, index) => this.element(() => writeFields(item, index)))
  }

  /** A list of i32, or of i64: both have the same bytes but for the type of the element. */
  intList(id: number, width: 'i32' | 'i64', values: readonly number[]): void {
    this.#list(id, width === 'i32' ? TYPE_I32 : TYPE_I64, values.length)
    for (const value of values) this.#zigzag(value)
  }

  boolList(id: number, values: readonly boolean[]): void {
    this.#list(id, TYPE_TRUE, values.length)
    for (const value of values) this.#byte(value ? TYPE_TRUE : TYPE_FALSE)
  }

  binaryList(id: number, values: readonly (Uint8Array | string)[]): void {
    this.#list(id, TYPE_BINARY, values.length)
    for (const value of values) this.#bytes(value)
  }

  #field(id: number, type: number): void {
    const delta = id - this.#lastFieldId
    if (delta > 0 && delta < 16) this.#byte((delta << 4) | type)
    else {
      this.#byte(type)
      this.#zigzag(id)
    }
    this.#lastFieldId = id
  }

  #list(id: number, elementType: number, count: number): void {
    this.#field(id, TYPE_LIST)
    if (count < 15) this.#byte((count << 4) | elementType)
    else {
      this.#byte(0xf0 | elementType)
      this.#varint(count)
    }
  }

  #bytes(value: Uint8Array | string): void {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    this.#varint(bytes.length)
    this.#out.append(bytes)
  }

  #zigzag(value: number): void {
    this.#varint(value >= 0 ? value * 2 : -value * 2 - 1)
  }

  /** Arithmetic instead of shifts: values go beyond 32 bits. */
  #varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.#byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.#byte(rest)
  }

  #byte(value: number): void {
    this.#out.reserve(1)
    this.#out.bytes[this.#out.lengthBytes++] = value
  }
}

const TYPE_STOP = 0
const TYPE_TRUE = 1
const TYPE_FALSE = 2
const TYPE_I8 = 3
const TYPE_I16 = 4
const TYPE_I32 = 5
const TYPE_I64 = 6
const TYPE_BINARY = 8
const TYPE_LIST = 9
const TYPE_STRUCT = 12
