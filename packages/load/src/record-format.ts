import type { FileOptions } from '@carmilla/transform'
import { parquetOptionsOf } from './file-options.ts'
import { type Codec, CODECS, DEFAULT_CODEC } from './parquet/index.ts'
import { parquetFormat } from './parquet-format.ts'
import { LoadError } from './errors.ts'
import { DEFAULT_PARQUETJS_CODEC, heapBytesOf, PARQUETJS_CODECS } from './parquetjs/options.ts'
import { parquetjsFormat } from './parquetjs/parquetjs-format.ts'
import type { RecordFormat } from './record-writer.ts'

/** Engines that write Parquet. */
export const WRITERS = ['carmilla', 'parquetjs'] as const
export type Writer = (typeof WRITERS)[number]

/** The own encoder: all types, all codecs, page indexes. */
export const DEFAULT_WRITER: Writer = 'carmilla'

/** What names a format; serialisable. */
export interface FormatChoice {
  readonly writer: Writer
  readonly codec: Codec
  /** How the files are laid out; only Carmilla's own writer follows. */
  readonly files?: FileOptions
  /** Bytes of an open file's buffers at which its row group ends. */
  readonly memoryBytes?: number
}

/**
 * The format of a choice.
 *
 * @throws {LoadError} `codec_unsupported` when the writer does not have the codec.
 */
export function recordFormat({
  writer,
  codec,
  files = {},
  memoryBytes,
}: FormatChoice): RecordFormat {
  if (writer === 'carmilla') {
    const bound = memoryBytes === undefined ? {} : { memoryBytes }
    return parquetFormat({ ...parquetOptionsOf(files), codec, ...bound })
  }
  const known = PARQUETJS_CODECS.find((candidate) => candidate === codec)
  if (known !== undefined) {
    const heap = memoryBytes === undefined ? {} : { rowGroupHeapBytes: heapBytesOf(memoryBytes) }
    return withoutEncodings(parquetjsFormat({ codec: known, ...heap }), files)
  }
  throw new LoadError(
    'codec_unsupported',
    `codec ${codec}: writer ${writer} has none such, expected one of ${codecsOf(writer).join(', ')}; name one, or use the default writer, ${DEFAULT_WRITER}`,
    { context: { writer, codec } },
  )
}

/** A format that refuses the columns which are to have an encoding other than PLAIN. */
function withoutEncodings(format: RecordFormat, { columns = {} }: FileOptions): RecordFormat {
  const encodingOf = (name: string): string => columns[name]?.encoding ?? 'PLAIN'
  return {
    ...format,
    refusals: (schema) => [
      ...format.refusals(schema),
      ...schema
        .filter(({ name }) => encodingOf(name) !== 'PLAIN')
        .map(({ name, type }) => ({
          column: name,
          type: format.columnType(type),
          reason: `it does not write the encoding ${encodingOf(name)}, which \`files\` asks for`,
        })),
    ],
  }
}

/** The codecs of a writer. */
export function codecsOf(writer: Writer): readonly Codec[] {
  return writer === 'carmilla' ? CODECS : PARQUETJS_CODECS
}

/** The codec of a writer when none is named. */
export function defaultCodecOf(writer: Writer): Codec {
  return writer === 'carmilla' ? DEFAULT_CODEC : DEFAULT_PARQUETJS_CODEC
}
