import { readFile } from 'node:fs/promises'
import { parquetMetadata, parquetRead, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

/**
 * Reads Parquet files with hyparquet for another process: a file that is not as it should be must
 * not take the tests down. Values come as they are stored: annotations are taken off the leaves.
 */
process.on(
  'message',
  (request: { readonly path: string; readonly equals?: string | number | bigint }) => {
    answerTo(request).then(
      (rows) => process.send?.({ rows }),
      (error: unknown) => process.send?.({ error: String(error) }),
    )
  },
)

function answerTo(request: {
  readonly path: string
  readonly equals?: string | number | bigint
}): Promise<unknown[][]> {
  const { path, equals } = request
  return equals === undefined ? read(path) : find(path, equals)
}

/** Rows whose column `c` equals a value, pruned by the bounds of row groups and pages. */
async function find(path: string, value: string | number | bigint): Promise<unknown[][]> {
  const bytes = await readFile(path)
  const rows = await parquetReadObjects({
    file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    compressors,
    filter: { c: { $eq: value } },
    usePageIndex: true,
    useOffsetIndex: true,
  })
  return rows.map((row) => Object.values(row))
}

async function read(path: string): Promise<unknown[][]> {
  const bytes = await readFile(path)
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const metadata = parquetMetadata(file)
  for (const element of metadata.schema) {
    // A key becomes the name of a property, and needs its text.
    if (element.num_children !== undefined || element.name === 'key') continue
    delete element.converted_type
    delete element.logical_type
  }
  let rows: unknown[][] = []
  await parquetRead({
    file,
    metadata,
    compressors,
    utf8: false,
    onComplete: (complete) => {
      rows = complete
    },
  })
  return rows
}
