import { readParquetFooter } from '../parquet-footer.ts'
import type { RecordFormat } from '../record-writer.ts'
import { columnRefusals } from './column-refusals.ts'
import { parquetjsType } from './column-type.ts'
import type { ParquetjsCodec, ParquetjsOptions } from './options.ts'
import { ParquetjsWriter } from './parquetjs-writer.ts'
import { resolveOptions } from './options.ts'

/**
 * Parquet, written row by row by `@dsnp/parquetjs` 1.8.9.
 *
 * It refuses the columns that this engine would corrupt; what is wrong in its metadata for any
 * column (page index, bloom filters, bounds of bytes and floats) is left out of the files.
 */
export function parquetjsFormat(options: Partial<ParquetjsOptions> = {}): RecordFormat {
  const resolved = resolveOptions(options)
  return {
    writer: 'parquetjs',
    extension: extensionOf(resolved.codec),
    columnType: parquetjsType,
    refusals: columnRefusals,
    open: (writerOptions) => new ParquetjsWriter(writerOptions, resolved),
    inspect: readParquetFooter,
  }
}

function extensionOf(codec: ParquetjsCodec): string {
  return codec === 'none' ? 'parquet' : `${codec}.parquet`
}
