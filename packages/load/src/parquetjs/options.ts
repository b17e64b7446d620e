/** Codecs of parquetjs 1.8.9 that Athena reads. */
export const PARQUETJS_CODECS = ['gzip', 'snappy', 'none'] as const
export type ParquetjsCodec = (typeof PARQUETJS_CODECS)[number]

/** How parquetjs lays out a file. */
export interface ParquetjsOptions {
  readonly codec: ParquetjsCodec
  /** Rows at which a page ends. */
  readonly pageRows: number
  /** Rows at which a row group ends. */
  readonly rowGroupRows: number
  /** Bytes of heap, as estimated, that the rows of an open row group take before it ends. */
  readonly rowGroupHeapBytes: number
}

/** The smallest of its files; its SNAPPY is written in JavaScript and saves little time. */
export const DEFAULT_PARQUETJS_CODEC: ParquetjsCodec = 'gzip'

/** Its own default, in rows. It joins the runs of a page's levels one by one, which is quadratic. */
export const DEFAULT_PARQUETJS_PAGE_ROWS = 8192

/** Rows of a row group; its own default of 4096 makes more footer than readers like. */
export const DEFAULT_PARQUETJS_ROW_GROUP_ROWS = 50_000

/** Heap of an open row group, in bytes: as much as the other engine's row group has in PLAIN bytes. */
export const DEFAULT_PARQUETJS_ROW_GROUP_HEAP_BYTES: number = 64 * 1024 * 1024

/** Heap of an open row group whose file may take so much. */
export function heapBytesOf(memoryBytes: number): number {
  return Math.max(1, Math.min(DEFAULT_PARQUETJS_ROW_GROUP_HEAP_BYTES, memoryBytes))
}

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} for a limit that is not a positive integer.
 */
export function resolveOptions(options: Partial<ParquetjsOptions>): ParquetjsOptions {
  const resolved = {
    codec: options.codec ?? DEFAULT_PARQUETJS_CODEC,
    pageRows: options.pageRows ?? DEFAULT_PARQUETJS_PAGE_ROWS,
    rowGroupRows: options.rowGroupRows ?? DEFAULT_PARQUETJS_ROW_GROUP_ROWS,
    rowGroupHeapBytes: options.rowGroupHeapBytes ?? DEFAULT_PARQUETJS_ROW_GROUP_HEAP_BYTES,
  }
  for (const name of ['pageRows', 'rowGroupRows', 'rowGroupHeapBytes'] as const) {
    const value = resolved[name]
    if (Number.isSafeInteger(value) && value >= 1) continue
    throw new RangeError(`${name} is ${value}, expected an integer of at least 1`)
  }
  return resolved
}
