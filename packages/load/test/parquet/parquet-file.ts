import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RecordSchema } from '@carmilla/transform'
import type { ParquetFileFacts, ParquetOptions } from '../../src/parquet/index.ts'
import { ParquetWriter } from '../../src/parquet/index.ts'
import { batchOf, type TestValue } from './vectors.ts'

/** Rows of a test file, each one value a column. */
export type TestRows = readonly (readonly TestValue[])[]

/** A folder for the Parquet files of one test file. */
export class ParquetFolder implements AsyncDisposable {
  readonly path: string
  #files = 0

  private constructor(path: string) {
    this.path = path
  }

  static async create(): Promise<ParquetFolder> {
    return new ParquetFolder(await mkdtemp(join(tmpdir(), 'parquet-test-')))
  }

  /** Writes `rows` as one file, in batches of `batchRows`. */
  async write(
    schema: RecordSchema,
    rows: TestRows,
    options: Partial<ParquetOptions> & { readonly batchRows?: number } = {},
  ): Promise<{ readonly path: string; readonly facts: ParquetFileFacts }> {
    const { batchRows = 1000, ...layout } = options
    const path = join(this.path, `${this.#files++}.parquet`)
    await using file = await open(path, 'w')
    const output = {
      write: async (bytes: Uint8Array): Promise<void> => {
        await file.writeFile(bytes)
      },
    }
    const writer = new ParquetWriter({ schema, output, options: layout })
    for (let from = 0; from < rows.length; from += batchRows) {
      writer.append(batchOf(schema, rows.slice(from, from + batchRows)))
      await writer.flush()
    }
    return { path, facts: await writer.close() }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}
