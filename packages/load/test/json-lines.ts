import type { RecordBatch } from '@carmilla/transform'
import {
  LoadError,
  type RecordFileFacts,
  type RecordFormat,
  type RecordWriter,
  type RecordWriterOptions,
  type Sink,
  type StoredRecordFile,
} from '../src/index.ts'

/**
 * A format of one JSON list per row and a footer line, for tests of publishing that are not about
 * Parquet: int32 columns only, and whole or broken at a glance.
 */
export const jsonLines: RecordFormat = {
  writer: 'json-lines',
  extension: 'jsonl',
  columnType: ({ kind }) => kind,
  refusals: () => [],
  open: (options) => new JsonLinesWriter(options),
  inspect,
}

class JsonLinesWriter implements RecordWriter {
  readonly #options: RecordWriterOptions
  #rows = 0
  #pending = ''

  constructor(options: RecordWriterOptions) {
    this.#options = options
  }

  get bufferedBytes(): number {
    return this.#pending.length
  }

  append(batch: RecordBatch): void {
    for (let row = 0; row < batch.rows; row++) {
      const values = batch.vectors.map((vector) => {
        if (vector.layout !== 'int32') throw new Error(`int32 only, got ${vector.layout}`)
        return vector.present[row] === 1 ? vector.values[row] : null
      })
      this.#pending += `${JSON.stringify(values)}\n`
    }
    this.#rows += batch.rows
  }

  async flush(): Promise<void> {
    const bytes = Buffer.from(this.#pending)
    this.#pending = ''
    if (bytes.length > 0) await this.#options.output.write(bytes)
  }

  async close(): Promise<RecordFileFacts> {
    const columns = this.#options.schema.map((field) => field.name)
    this.#pending += `${JSON.stringify({ rows: this.#rows, columns })}\n`
    await this.flush()
    return { rows: this.#rows, columns: columns.map((name) => ({ name })) }
  }
}

async function inspect(sink: Sink, key: string, bytes: number): Promise<StoredRecordFile> {
  const text = Buffer.from(await sink.read(key, 0, bytes)).toString('utf8')
  const footer: unknown = text.endsWith('}\n')
    ? JSON.parse(text.trimEnd().split('\n').at(-1) ?? '')
    : 0
  if (!isFooter(footer)) throw new LoadError('verification_failed', `${key}: no footer`)
  return footer
}

function isFooter(value: unknown): value is StoredRecordFile {
  return typeof value === 'object' && value !== null && 'rows' in value && 'columns' in value
}
