import type { Connection } from './connection.ts'
import type { KeyRange } from './shard-range.ts'
import { quotedName, type RelationName, type StoredKey } from './source-storage.ts'
import { textRows } from './text-rows.ts'

export interface KeyRangeOptions {
  readonly table: RelationName
  readonly oid: string
  readonly key: StoredKey
  readonly count: number
  readonly signal: AbortSignal | undefined
}

/** Sorted by Postgres itself, in the order in which the ranges are compared. */
const HISTOGRAM = `
  select bound.value::text as value
  from (
    select s.histogram_bounds::text::text[] as bounds
    from pg_catalog.pg_stats s
    join pg_catalog.pg_class c on c.oid = $1::oid and c.relname = s.tablename
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = s.schemaname
    where s.attname = $2 and s.histogram_bounds is not null
    order by s.inherited desc
    limit 1
  ) stats
  cross join unnest(stats.bounds) with ordinality as bound (value, position)
  order by bound.position`

/**
 * Divides a relation into ranges of one of its columns, of about as many rows each as statistics tell:
 * by the planner's histogram, else evenly between the least and the greatest integer, or over all
 * uuids. One range comes back where nothing is known.
 */
export async function keyRanges(
  connection: Connection,
  options: KeyRangeOptions,
): Promise<readonly KeyRange[]> {
  const { key, count } = options
  const histogram = await histogramBounds(connection, options)
  if (histogram.length > 2) return rangesOf(key, quantiles(histogram, count))
  if (key.type === 'uuid') return rangesOf(key, evenUuids(count))
  if (key.type === 'text') return rangesOf(key, [])
  return rangesOf(key, await evenIntegers(connection, options))
}

async function histogramBounds(
  connection: Connection,
  { oid, key, signal }: KeyRangeOptions,
): Promise<readonly string[]> {
  const query = { sql: HISTOGRAM, parameters: [oid, key.column] }
  const rows = await textRows(connection, query, signal)
  return rows.flatMap(({ value }) => value ?? [])
}

/** Bounds that have about as many of the histogram's rows between them; neighbours differ. */
function quantiles(histogram: readonly string[], count: number): readonly string[] {
  const bounds = new Set<string>()
  for (let index = 1; index < count; index++) {
    const bound = histogram[Math.round(((histogram.length - 1) * index) / count)]
    if (bound !== undefined) bounds.add(bound)
  }
  return [...bounds]
}

async function evenIntegers(
  connection: Connection,
  { table, key, count, signal }: KeyRangeOptions,
): Promise<readonly string[]> {
  const column = quotedName({ name: key.column })
  const sql = `select min(${column})::text as least, max(${column})::text as greatest from ${quotedName(table)}`
  const [row] = await textRows(connection, { sql, parameters: [] }, signal)
  if (row?.['least'] == null || row['greatest'] == null) return []
  const least = BigInt(row['least'])
  return evenly(least, BigInt(row['greatest']) - least + 1n, count).map(String)
}

function evenUuids(count: number): readonly string[] {
  return evenly(0n, 1n << 128n, count).map((value) =>
    value
      .toString(16)
      .padStart(32, '0')
      .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  )
}

/** Distinct values that divide `width` values from `least` on. */
function evenly(least: bigint, width: bigint, count: number): readonly bigint[] {
  const bounds = new Set<bigint>()
  for (let index = 1; index < count; index++) {
    const offset = (width * BigInt(index)) / BigInt(count)
    if (offset > 0n) bounds.add(least + offset)
  }
  return [...bounds]
}

function rangesOf({ column, type }: StoredKey, bounds: readonly string[]): readonly KeyRange[] {
  return [undefined, ...bounds].map((from, index) => {
    const before = bounds[index]
    return {
      by: 'key',
      column,
      type,
      ...(from === undefined ? {} : { from }),
      ...(before === undefined ? {} : { before }),
      nulls: before === undefined,
    }
  })
}
