/** Codecs that Athena reads. */
export const CODECS = ['zstd', 'snappy', 'gzip', 'none'] as const
export type Codec = (typeof CODECS)[number]

/** Encodings of text and binary that have no dictionary, by their names in the format. */
export const BYTES_ENCODINGS = ['PLAIN', 'DELTA_LENGTH_BYTE_ARRAY'] as const
export type BytesEncoding = (typeof BYTES_ENCODINGS)[number]

/** How the files of a table are laid out, whatever its columns are. */
export interface FileShape {
  /** Bytes after which a file is closed and the next begun; looked at after each row group. */
  readonly targetBytes?: number
  /** Rows at which a row group ends. */
  readonly rowGroupRows?: number
  /** Bytes before encoding and compression at which a row group ends. */
  readonly rowGroupBytes?: number
  /** Rows at which a page ends. */
  readonly pageRows?: number
  /** Bytes before compression at which a page ends. */
  readonly pageBytes?: number
  readonly codec?: Codec
  /** In the codec's own scale: 1 to 22 of zstd, 1 to 9 of gzip. */
  readonly level?: number
  /** Whether bounds and places of pages are written, so that readers can skip pages. */
  readonly pageIndex?: boolean
  /** Longest bound of text and binary in the statistics; longer values are shortened. */
  readonly statisticsBytes?: number
}

/** How the files of one table are laid out. */
export interface FileOptions<ColumnName extends string = string> extends FileShape {
  /**
   * The order in which the query returns its rows: it is written into the files, for readers to rely
   * on, and a row out of order stops the run. It does not sort.
   */
  readonly sortBy?: readonly (ColumnName | SortColumn<ColumnName>)[]
  /** What differs for some columns. */
  readonly columns?: { readonly [Name in ColumnName]?: ColumnFileOptions }
}

/** A column that rows are sorted by, as `order by` has it. */
export interface SortColumn<ColumnName extends string = string> {
  readonly column: ColumnName
  readonly descending?: boolean
  /** As in Postgres, NULLs are first when descending, and else last. */
  readonly nullsFirst?: boolean
}

/** How one column is written. */
export interface ColumnFileOptions {
  /** False: no dictionary is tried, for values that hardly repeat; tried by default. */
  readonly dictionary?: boolean
  /**
   * Of text and binary, where there is no dictionary; `PLAIN` by default, which every reader takes.
   * `DELTA_LENGTH_BYTE_ARRAY` has the lengths apart from the values, which are then quicker to compress.
   */
  readonly encoding?: BytesEncoding
  /** For columns that are looked up by equality and hardly repeat; none by default. */
  readonly bloomFilter?: boolean | BloomFilterOptions
}

export interface BloomFilterOptions {
  /** How often a reader looks for a value in vain; 0.01 by default. */
  readonly falsePositiveRate?: number
  /** Distinct values of a row group that the rate must hold for; a million by default. */
  readonly distinctValues?: number
}
