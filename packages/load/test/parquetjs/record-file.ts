import { open } from 'node:fs/promises'
import type { RecordSchema } from '@carmilla/transform'
import type { RecordFileFacts, RecordFormat } from '../../src/index.ts'
import type { TestRows } from '../parquet/parquet-file.ts'
import { batchOf } from '../parquet/vectors.ts'

/** What to write, by which format. */
export interface RecordFile {
  readonly path: string
  readonly format: RecordFormat
  readonly schema: RecordSchema
  readonly rows: TestRows
  /** Rows that are appended at once. */
  readonly batchRows?: number
}

/** Writes a file; also gives the most bytes that its writer held after a flush. */
export async function writeRecordFile({
  path,
  format,
  schema,
  rows,
  batchRows = 1000,
}: RecordFile): Promise<RecordFileFacts & { readonly heldBytes: number }> {
  await using file = await open(path, 'w')
  const output = { write: (bytes: Uint8Array) => file.writeFile(bytes) }
  const writer = format.open({ schema, output, metadata: { 'carmilla.run': 'test' } })
  let heldBytes = 0
  for (let from = 0; from < rows.length; from += batchRows) {
    writer.append(batchOf(schema, rows.slice(from, from + batchRows)))
    await writer.flush()
    heldBytes = Math.max(heldBytes, writer.bufferedBytes)
  }
  return { ...(await writer.close()), heldBytes }
}
