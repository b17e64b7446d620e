import { LoadError } from './errors.ts'
import { type Codec, type ParquetFileFacts, type ParquetOptions, ParquetWriter } from './parquet/index.ts'
import { FOOTER_TAIL_BYTES, footerBytes, readFooter } from './parquet/footer-reader.ts'
import type { RecordFileFacts, RecordFormat, StoredRecordFile } from './record-writer.ts'
import type { Sink } from './sink.ts'

/** Our own Parquet writer as a format of record files; `options` lay the files out. */
export function parquetFormat(options: Partial<ParquetOptions> = {}): RecordFormat {
  return {
    extension: extensionOf(options.codec ?? 'zstd'),
    open: ({ schema, output, metadata }) => {
      const writer = new ParquetWriter({ schema, output, metadata, options })
      return {
        get bufferedBytes() {
          return writer.memoryBytes
        },
        append: (batch) => writer.append(batch),
        flush: () => writer.flush(),
        close: async () => recordFacts(await writer.close()),
      }
    },
    inspect,
  }
}

/** The codec stands in the name, as Spark's writers have it: people look there first. */
function extensionOf(codec: Codec): string {
  return codec === 'none' ? 'parquet' : `${codec}.parquet`
}

function recordFacts({ rows, columns }: ParquetFileFacts): RecordFileFacts {
  return {
    rows,
    columns: columns.map(({ name, nulls }) => ({ name, nulls })),
  }
}

async function inspect(sink: Sink, key: string, bytes: number): Promise<StoredRecordFile> {
  const tail = await sink.read(key, Math.max(0, bytes - FOOTER_TAIL_BYTES), FOOTER_TAIL_BYTES)
  try {
    const lengthBytes = footerBytes(tail, bytes)
    const start = bytes - FOOTER_TAIL_BYTES - lengthBytes
    return readFooter(await sink.read(key, start, lengthBytes))
  } catch (cause) {
    if (cause instanceof LoadError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LoadError('verification_failed', `\`${key}\`: not a whole Parquet file: ${reason}`, {
      cause,
      context: { key, bytes },
    })
  }
}
