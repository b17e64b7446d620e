export { CODECS, type Codec } from '@carmilla/transform'
export { parquetType } from './type-text.ts'
export { DEFAULT_GZIP_LEVEL, DEFAULT_ZSTD_LEVEL } from './compression.ts'
export {
  DEFAULT_DICTIONARY_BYTES,
  DEFAULT_DICTIONARY_ENTRIES,
} from './dictionary/dictionary-limits.ts'
export type { DictionaryLimits } from './dictionary/dictionary-limits.ts'
export type { ParquetColumnFacts, ParquetFileFacts } from './facts.ts'
export { DEFAULT_CREATED_BY, ParquetWriter } from './file-writer.ts'
export type { ParquetOutput, ParquetWriterOptions } from './file-writer.ts'
export {
  DEFAULT_CODEC,
  DEFAULT_PAGE_BYTES,
  DEFAULT_PAGE_ROWS,
  DEFAULT_ROW_GROUP_BYTES,
  DEFAULT_ROW_GROUP_ROWS,
} from './options.ts'
export type { ColumnOptions, ParquetOptions, SortKey } from './options.ts'
export type { Bounds } from './statistics.ts'
