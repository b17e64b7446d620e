import type { BytesEncoding, Codec } from '@carmilla/transform'
import type { BloomFilterLimits } from './bloom/bloom-filter-builder.ts'
import type { DictionaryLimits } from './dictionary/dictionary-limits.ts'
import {
  DEFAULT_DICTIONARY_BYTES,
  DEFAULT_DICTIONARY_ENTRIES,
  MAX_DICTIONARY_ENTRIES,
} from './dictionary/dictionary-limits.ts'

/** How a file is laid out. */
export interface ParquetOptions extends DictionaryLimits {
  readonly codec: Codec
  /** Level in the codec's own scale; its default when undefined. */
  readonly compressionLevel: number | undefined
  /** Rows at which a page ends. */
  readonly pageRows: number
  /** Encoded bytes, before compression, at which a page ends; one larger row is a page of its own. */
  readonly pageBytes: number
  /** Rows at which a row group ends. */
  readonly rowGroupRows: number
  /** PLAIN bytes at which a row group ends; looked at after each batch. */
  readonly rowGroupBytes: number
  /** Bytes of all buffers at which a row group ends whatever it has; looked at after each batch. */
  readonly memoryBytes: number
  /** Whether bounds and places of pages are written, so that readers can skip pages. */
  readonly pageIndex: boolean
  /** Longest bound of text and binary in statistics and page index; longer values are shortened. */
  readonly statisticsBytes: number
  /** The order that the rows come in, which is checked; empty for none. */
  readonly sortBy: readonly SortKey[]
  /** What differs for some columns, by name. */
  readonly columns: Readonly<Record<string, ColumnOptions>>
}

/** A column that rows are sorted by. */
export interface SortKey {
  readonly column: string
  readonly descending: boolean
  readonly nullsFirst: boolean
}

/** What can be said of a single column. */
export interface ColumnOptions {
  /** False: no dictionary is tried, for values that hardly repeat. */
  readonly dictionary?: boolean
  /** Of pages without a dictionary. */
  readonly encoding?: BytesEncoding
  readonly bloomFilter?: BloomFilterLimits
}

/** Athena reads Zstandard, and no other codec is as small for the CPU it takes. */
export const DEFAULT_CODEC: Codec = 'zstd'

/** What every reader of Parquet reads. */
export const DEFAULT_BYTES_ENCODING: BytesEncoding = 'PLAIN'

/** Rows of a page: the limit of parquet-java and arrow-rs, so page indexes are equally fine. */
export const DEFAULT_PAGE_ROWS = 20_000

/** Bytes of a page before compression: what Trino and parquet-java write. */
export const DEFAULT_PAGE_BYTES: number = 1024 * 1024

/** Rows of a row group: readers parallelise over row groups, and DuckDB advises at most a million. */
export const DEFAULT_ROW_GROUP_ROWS = 1_000_000

/** PLAIN bytes of a row group: Athena advises blocks of up to 128 MiB; half needs half the memory. */
export const DEFAULT_ROW_GROUP_BYTES: number = 64 * 1024 * 1024

/** Longest bound of a text or binary column: enough to tell values apart, small beside a page. */
export const DEFAULT_STATISTICS_BYTES = 64

/** Room to shorten any text and raise its last character. */
const LEAST_STATISTICS_BYTES = 8

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} for a limit that is not a positive integer.
 */
export function resolveOptions(options: Partial<ParquetOptions> = {}): ParquetOptions {
  const resolved = {
    codec: options.codec ?? DEFAULT_CODEC,
    compressionLevel: options.compressionLevel,
    pageRows: options.pageRows ?? DEFAULT_PAGE_ROWS,
    pageBytes: options.pageBytes ?? DEFAULT_PAGE_BYTES,
    rowGroupRows: options.rowGroupRows ?? DEFAULT_ROW_GROUP_ROWS,
    rowGroupBytes: options.rowGroupBytes ?? DEFAULT_ROW_GROUP_BYTES,
    memoryBytes: options.memoryBytes ?? Number.MAX_SAFE_INTEGER,
    pageIndex: options.pageIndex ?? true,
    statisticsBytes: options.statisticsBytes ?? DEFAULT_STATISTICS_BYTES,
    sortBy: options.sortBy ?? [],
    columns: options.columns ?? {},
    dictionaryBytes: options.dictionaryBytes ?? DEFAULT_DICTIONARY_BYTES,
    dictionaryEntries: options.dictionaryEntries ?? DEFAULT_DICTIONARY_ENTRIES,
  }
  for (const name of LIMITS) requireInteger(name, resolved[name], 1)
  requireInteger('statisticsBytes', resolved.statisticsBytes, LEAST_STATISTICS_BYTES)
  requireLevel(resolved)
  requireInteger('dictionaryBytes', resolved.dictionaryBytes, 0)
  requireInteger('dictionaryEntries', resolved.dictionaryEntries, 0)
  const dictionaryEntries = Math.min(resolved.dictionaryEntries, MAX_DICTIONARY_ENTRIES)
  return { ...resolved, dictionaryEntries }
}

/** Levels of the codecs that have some, both inclusive. */
const LEVELS: Readonly<Record<Codec, readonly [least: number, most: number] | undefined>> = {
  zstd: [1, 22],
  gzip: [1, 9],
  snappy: undefined,
  none: undefined,
}

function requireLevel({
  codec,
  compressionLevel: level,
}: Pick<ParquetOptions, 'codec' | 'compressionLevel'>): void {
  if (level === undefined) return
  const range = LEVELS[codec]
  if (range === undefined) throw new RangeError(`level is ${level}, but ${codec} has no levels`)
  const [least, most] = range
  if (Number.isSafeInteger(level) && level >= least && level <= most) return
  throw new RangeError(`level is ${level}, expected ${least} to ${most} of ${codec}`)
}

const LIMITS = ['pageRows', 'pageBytes', 'rowGroupRows', 'rowGroupBytes', 'memoryBytes'] as const

function requireInteger(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return
  throw new RangeError(`${name} is ${value}, expected an integer of at least ${least}`)
}
