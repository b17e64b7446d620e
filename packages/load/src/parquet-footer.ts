import { LoadError } from './errors.ts'
import type { StoredRecordFile } from './record-writer.ts'
import type { Sink } from './sink.ts'
import { THRIFT_LIST, ThriftReader } from './thrift-reader.ts'

const MAGIC = 'PAR1'

/** Footer length and magic, at the very end, in bytes. */
const TAIL_BYTES = 8

/** What is read at first; holds most footers whole. Trino does the same with 48 KiB. */
const FIRST_READ_BYTES: number = 48 * 1024

/**
 * Reads back the footer of a stored Parquet file: its rows, also summed over its row groups, and the
 * names of its columns.
 *
 * An own reader of a handful of fields, so that publishing trusts neither its writer nor a library
 * that it would only need here.
 *
 * @throws {LoadError} `verification_failed` when it is not a whole Parquet file.
 * @see https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift (FileMetaData)
 */
export async function readParquetFooter(
  sink: Sink,
  key: string,
  bytes: number,
): Promise<StoredRecordFile> {
  try {
    if (bytes < MAGIC.length + TAIL_BYTES) throw new Error(`has only ${bytes} bytes`)
    const head = Buffer.from(await sink.read(key, 0, MAGIC.length)).toString('latin1')
    if (head !== MAGIC) throw new Error(`begins with ${JSON.stringify(head)}`)
    return parseFooter(await readFooterBytes(sink, key, bytes))
  } catch (error) {
    if (error instanceof LoadError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new LoadError(
      'verification_failed',
      `\`${key}\`: not a whole Parquet file: ${reason}; nothing was published`,
      { cause: error, context: { key } },
    )
  }
}

async function readFooterBytes(sink: Sink, key: string, bytes: number): Promise<Uint8Array> {
  const firstBytes = Math.min(bytes, FIRST_READ_BYTES)
  const end = Buffer.from(await sink.read(key, bytes - firstBytes, firstBytes))
  const magic = end.toString('latin1', firstBytes - MAGIC.length)
  if (magic !== MAGIC) throw new Error(`ends with ${JSON.stringify(magic)}`)
  const footerBytes = end.readUInt32LE(firstBytes - TAIL_BYTES)
  if (footerBytes > bytes - TAIL_BYTES - MAGIC.length) {
    throw new Error(`has a footer of ${footerBytes} bytes, but only ${bytes} bytes`)
  }
  const start = firstBytes - TAIL_BYTES - footerBytes
  return start >= 0
    ? end.subarray(start, start + footerBytes)
    : await sink.read(key, bytes - TAIL_BYTES - footerBytes, footerBytes)
}

interface SchemaElement {
  name: string
  children: number
}

function parseFooter(bytes: Uint8Array): StoredRecordFile {
  const reader = new ThriftReader(bytes)
  const elements: SchemaElement[] = []
  let rows: number | undefined
  let rowGroupRows = 0
  reader.struct((id, type) => {
    if (id === 2 && type === THRIFT_LIST) {
      reader.structs(() => elements.push(readElement(reader)))
    } else if (id === 3) {
      rows = reader.integer()
    } else if (id === 4 && type === THRIFT_LIST) {
      reader.structs(() => (rowGroupRows += readRowGroup(reader)))
    } else {
      return false
    }
    return true
  })
  if (rows === undefined) throw new Error('its footer has no number of rows')
  if (rows !== rowGroupRows) {
    throw new Error(`its footer has ${rows} rows, its row groups ${rowGroupRows}`)
  }
  return { rows, columns: topLevelNames(elements) }
}

function readElement(reader: ThriftReader): SchemaElement {
  const element: SchemaElement = { name: '', children: 0 }
  reader.struct((id) => {
    if (id === 4) element.name = reader.text()
    else if (id === 5) element.children = reader.integer()
    else return false
    return true
  })
  return element
}

function readRowGroup(reader: ThriftReader): number {
  let rows = 0
  reader.struct((id) => {
    if (id !== 3) return false
    rows = reader.integer()
    return true
  })
  return rows
}

/** The schema is a tree in depth-first order, the root first. */
function topLevelNames([root, ...elements]: readonly SchemaElement[]): string[] {
  const names: string[] = []
  let pending = 0
  for (const element of elements) {
    if (pending === 0) names.push(element.name)
    else pending--
    pending += element.children
  }
  if (names.length !== root?.children) {
    throw new Error(`its footer has ${names.length} columns, expected ${root?.children}`)
  }
  return names
}
