import { readFile } from 'node:fs/promises'
import { parquetReadObjects, type ParquetParsers } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

/** Reads Parquet files with hyparquet for another process, which a damaged file must not take down. */
process.on('message', (path: string) => {
  read(path).then(
    (rows) => process.send?.({ rows }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})

/** hyparquet's own decoder takes a byte order mark at the start of a text for no part of it. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** As hyparquet's own, but for times: a `Date` would lose the microseconds. */
const parsers: ParquetParsers = {
  timestampFromMilliseconds: (millis) => millis * 1000n,
  timestampFromMicroseconds: (micros) => micros,
  timestampFromNanoseconds: (nanos) => nanos / 1000n,
  dateFromDays: (days) => days,
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && decoder.decode(bytes),
  jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && decoder.decode(bytes),
  geometryFromBytes: (bytes) => bytes,
  geographyFromBytes: (bytes) => bytes,
  uuidFromBytes: (bytes) => bytes,
}

async function read(path: string): Promise<unknown[][]> {
  const bytes = await readFile(path)
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  // By itself it takes bytes that are nothing in particular for text.
  const rows = await parquetReadObjects({ file, compressors, parsers, utf8: false })
  return rows.map((row) => Object.values(row).map(cellOf))
}

/** Values as texts, lists as arrays of them. */
function cellOf(value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map(cellOf)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Object.is(value, -0)) return '-0'
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
    case 'bigint':
    case 'boolean':
      return value.toString()
    default:
      throw new TypeError(`hyparquet gave a ${typeof value}`)
  }
}
