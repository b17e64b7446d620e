import type { StoredRecordFile } from '../record-writer.ts'

/** Length of the footer and the magic, at the end of every file. */
export const FOOTER_TAIL_BYTES = 8

const MAGIC = 'PAR1'

/** Field ids of `FileMetaData` and `SchemaElement` in parquet.thrift. */
const FILE_SCHEMA = 2
const FILE_ROWS = 3
const ELEMENT_NAME = 4
const ELEMENT_CHILDREN = 5

/**
 * Length of the footer of a file of `fileBytes` bytes that ends with `tail`.
 *
 * @throws {RangeError} when the file is cut off, or is no Parquet.
 */
export function footerBytes(tail: Uint8Array, fileBytes: number): number {
  const end = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength)
  if (end.toString('latin1', 4) !== MAGIC) throw new RangeError(`it does not end with ${MAGIC}`)
  const lengthBytes = end.readUInt32LE(0)
  if (lengthBytes + FOOTER_TAIL_BYTES + MAGIC.length <= fileBytes) return lengthBytes
  throw new RangeError(`its footer of ${lengthBytes} bytes is longer than the file`)
}

/**
 * Reads rows and columns from a footer, and nothing else of it.
 *
 * Not the writer's code turned around: what it finds is evidence on what the writer wrote.
 *
 * @throws {RangeError} when it is not the compact encoding of a `FileMetaData`.
 */
export function readFooter(footer: Uint8Array): StoredRecordFile {
  const reader = new StructReader(footer)
  const columns: string[] = []
  for (let id = reader.nextField(); id !== undefined; id = reader.nextField()) {
    if (id === FILE_SCHEMA) columns.push(...topLevel(readSchema(reader)))
    // The rows stand behind the schema; what follows is much larger, and not wanted.
    else if (id === FILE_ROWS) return { rows: reader.integer(), columns }
    else reader.skip()
  }
  throw new RangeError('its footer holds no row count')
}

interface SchemaElement {
  readonly name: string
  readonly children: number
}

function readSchema(reader: StructReader): readonly SchemaElement[] {
  return Array.from({ length: reader.listLength() }, () => {
    let name = ''
    let children = 0
    reader.enter()
    for (let id = reader.nextField(); id !== undefined; id = reader.nextField()) {
      if (id === ELEMENT_NAME) name = reader.text()
      else if (id === ELEMENT_CHILDREN) children = reader.integer()
      else reader.skip()
    }
    return { name, children }
  })
}

/** Names of the children of the root; the elements are the tree in depth-first order. */
function topLevel(elements: readonly SchemaElement[]): readonly string[] {
  const names: string[] = []
  let index = 1
  for (let child = 0; child < (elements[0]?.children ?? 0); child++) {
    names.push(elements[index]?.name ?? '')
    for (let open = 1; open > 0; index++) open += (elements[index]?.children ?? 0) - 1
  }
  return names
}

/** Steps through structs of Thrift's compact protocol. */
class StructReader {
  readonly #bytes: Uint8Array
  readonly #outerIds: number[] = []
  #offset = 0
  #lastId = 0
  #type = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Begins a struct inside of this one; it ends when {@link nextField} finds no more. */
  enter(): void {
    this.#outerIds.push(this.#lastId)
    this.#lastId = 0
  }

  /** Id of the next field, whose value must then be read or skipped. */
  nextField(): number | undefined {
    const header = this.#byte()
    if (header === 0) {
      this.#lastId = this.#outerIds.pop() ?? 0
      return undefined
    }
    this.#type = header & 0x0f
    const delta = header >> 4
    this.#lastId = delta === 0 ? this.integer() : this.#lastId + delta
    return this.#lastId
  }

  /** An i16, i32 or i64 within 2^53. */
  integer(): number {
    const raw = this.#varint()
    return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2
  }

  text(): string {
    const lengthBytes = this.#varint()
    const start = this.#offset
    this.#offset += lengthBytes
    return Buffer.from(this.#bytes.subarray(start, this.#offset)).toString('utf8')
  }

  /** Elements of a list, which must then be read. */
  listLength(): number {
    return this.#listHeader().length
  }

  skip(): void {
    this.#skipValue(this.#type)
  }

  #skipValue(type: number): void {
    switch (type) {
      case 1:
      case 2:
        return
      case 3:
        this.#offset += 1
        return
      case 4:
      case 5:
      case 6:
        this.#varint()
        return
      case 7:
        this.#offset += 8
        return
      case 8:
        this.text()
        return
      case 9:
      case 10:
        this.#skipList()
        return
      case 12:
        this.enter()
        while (this.nextField() !== undefined) this.skip()
        return
      default:
        throw new RangeError(`its footer has a value of the unknown type ${type}`)
    }
  }

  #skipList(): void {
    const { length, type } = this.#listHeader()
    const isBool = type === 1 || type === 2
    for (let index = 0; index < length; index++) this.#skipValue(isBool ? 3 : type)
  }

  #listHeader(): { readonly length: number; readonly type: number } {
    const header = this.#byte()
    const short = header >> 4
    return { length: short === 15 ? this.#varint() : short, type: header & 0x0f }
  }

  #varint(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#offset++]
    if (byte === undefined) throw new RangeError('its footer ends too early')
    return byte
  }
}
