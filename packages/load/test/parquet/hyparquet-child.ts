import { readFile } from 'node:fs/promises'
import { parquetMetadata, parquetRead } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

/**
 * Reads Parquet files with hyparquet for another process: a file that is not as it should be must
 * not take the tests down. Values come as they are stored: annotations are taken off the leaves.
 */
process.on('message', (path: string) => {
  read(path).then(
    (rows) => process.send?.({ rows }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})

async function read(path: string): Promise<unknown[][]> {
  const bytes = await readFile(path)
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const metadata = parquetMetadata(file)
  for (const element of metadata.schema) {
    if (element.num_children !== undefined) continue
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
