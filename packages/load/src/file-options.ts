import type { BloomFilterOptions, FileOptions } from '@carmilla/transform'
import type { ColumnOptions, ParquetOptions, SortKey } from './parquet/index.ts'

/** How often a reader looks for a value in vain, when nobody says. */
export const DEFAULT_FALSE_POSITIVE_RATE = 0.01

/** As many as a row group has rows by default. */
export const DEFAULT_DISTINCT_VALUES = 1_000_000

/** Options of the same files from several places; later ones win, column by column. */
export function mergeFileOptions(...places: readonly (FileOptions | undefined)[]): FileOptions {
  const columns = new Map<string, NonNullable<FileOptions['columns']>[string]>()
  for (const place of places) {
    for (const [name, options] of Object.entries(place?.columns ?? {})) {
      columns.set(name, { ...columns.get(name), ...options })
    }
  }
  return { ...Object.assign({}, ...places), columns: Object.fromEntries(columns) }
}

/** The layout of a Parquet file; what is not said is left to the encoder's defaults. */
export function parquetOptionsOf({
  level,
  sortBy = [],
  columns = {},
  ...shape
}: FileOptions): Partial<ParquetOptions> {
  return {
    ...shape,
    compressionLevel: level,
    sortBy: sortBy.map((key) =>
      typeof key === 'string' ? sortKey({ column: key }) : sortKey(key),
    ),
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, { dictionary, encoding, bloomFilter = false } = {}]) => [
        name,
        {
          ...(dictionary === undefined ? {} : { dictionary }),
          ...(encoding === undefined ? {} : { encoding }),
          ...(bloomFilter === false ? {} : bloomFilterOf(bloomFilter)),
        },
      ]),
    ),
  }
}

function sortKey({
  column,
  descending = false,
  nullsFirst = descending,
}: Pick<SortKey, 'column'> & Partial<SortKey>): SortKey {
  return { column, descending, nullsFirst }
}

function bloomFilterOf(options: true | BloomFilterOptions): Pick<ColumnOptions, 'bloomFilter'> {
  const defaults = {
    falsePositiveRate: DEFAULT_FALSE_POSITIVE_RATE,
    distinctValues: DEFAULT_DISTINCT_VALUES,
  }
  return { bloomFilter: options === true ? defaults : { ...defaults, ...options } }
}
