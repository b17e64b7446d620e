import type pg from 'pg'

/**
 * What tells whether two copies of a table are equal, in whatever order their rows are: for each column the
 * number of values that are not NULL, and the sum of a hash of each value together with its row's key. A value
 * that changed, or that stands in another row, changes the sum.
 */
export interface Fingerprint {
  readonly rows: number
  readonly columns: readonly ColumnFingerprint[]
}

export interface ColumnFingerprint {
  readonly name: string
  /** The type as Postgres writes it, such as `numeric(12,2)`. */
  readonly type: string
  readonly values: number
  /** Sum of 60 bits of MD5, as text: it has more digits than a number holds. */
  readonly sum: string
  readonly key: readonly string[]
}

/** A difference of 2^-52 in a double is seen up to 2048. */
const DOUBLE_SCALE = 2 ** 52

/** Reads a table of Postgres. */
export async function tableFingerprint(
  client: pg.Client,
  table: string,
  key: readonly string[],
): Promise<Fingerprint> {
  const { rows: columns } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  )
  const row = key.map((name) => `"${name}"`).join(` || ' ' || `)
  const sums = columns.flatMap(({ name, type }, index) => [
    `count("${name}") as values_${index}`,
    `coalesce(sum(('x' || left(md5(${row} || ':' || ${postgresText(`"${name}"`, type)}), 15))::bit(60)::bigint), 0)
      as sum_${index}`,
  ])
  const { rows } = await client.query<Record<string, string>>(
    `select count(*) as rows, ${sums.join(', ')} from ${table}`,
  )
  return asFingerprint(rows[0] ?? {}, columns, key)
}

/** SQL for DuckDB that reads the same of files. */
export function fileFingerprintSql(of: Fingerprint, files: readonly string[]): string {
  const sums = of.columns.flatMap(({ name, type, key }, index) => {
    const row = key.map((part) => `cast("${part}" as bigint)`).join(` || ' ' || `)
    const value = duckdbText(`"${name}"`, type)
    return [
      `count("${name}")::varchar as values_${index}`,
      `coalesce(sum(('0x' || md5(${row} || ':' || ${value})[1:15])::bigint), 0)::varchar as sum_${index}`,
    ]
  })
  const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ')
  return `select ${['count(*)::varchar as rows', ...sums].join(', ')} from read_parquet([${list}])`
}

/** Takes a row of either query. */
export function asFingerprint(
  row: Readonly<Record<string, unknown>>,
  columns: readonly { readonly name: string; readonly type: string }[],
  key: readonly string[],
): Fingerprint {
  return {
    rows: Number(row['rows']),
    columns: columns.map(({ name, type }, index) => ({
      name,
      type,
      values: Number(row[`values_${index}`]),
      sum: String(row[`sum_${index}`]),
      key,
    })),
  }
}

/** Names of the columns that differ. */
export function differences(expected: Fingerprint, got: Fingerprint): readonly string[] {
  if (expected.rows !== got.rows) return [`${got.rows} rows instead of ${expected.rows}`]
  return expected.columns.flatMap((column, index) => {
    const other = got.columns[index]
    if (column.values === other?.values && column.sum === other.sum) return []
    return [column.type === 'jsonb' ? `${column.name} (its text)` : column.name]
  })
}

/** Text that is the same for equal values, and never NULL for one. */
function postgresText(column: string, type: string): string {
  if (type.startsWith('timestamp')) return `(extract(epoch from ${column}) * 1000000)::bigint::text`
  if (type === 'double precision') return `floor(${column} * ${DOUBLE_SCALE})::bigint::text`
  if (type === 'jsonb') return compact(`${column}::text`)
  if (type.endsWith('[]')) return `to_json(${column})::text`
  // Blanks at its end are no part of a `character(n)`; casting drops them.
  return `${column}::text`
}

/** The same for a column of a file, whose type may be another one that holds the same values. */
function duckdbText(column: string, type: string): string {
  const cast = (to: string) => `try_cast(${column} as ${to})`
  if (type === 'timestamp with time zone') return `epoch_us(${cast('timestamptz')})::varchar`
  if (type.startsWith('timestamp')) return `epoch_us(${cast('timestamp')})::varchar`
  if (type === 'double precision')
    return `floor(${cast('double')} * ${DOUBLE_SCALE})::bigint::varchar`
  if (type === 'jsonb') return compact(`${column}::varchar`)
  if (type.endsWith('[]')) return `to_json(${column})::varchar`
  if (type === 'date') return `${cast('date')}::varchar`
  if (type.startsWith('numeric')) return `${cast(type.replace('numeric', 'decimal'))}::varchar`
  if (type.startsWith('character(')) return `rtrim(${column}::varchar)`
  return `${column}::varchar`
}

/** JSON without the blanks that Postgres prints in it. */
function compact(json: string): string {
  return `replace(replace(${json}, ': ', ':'), ', ', ',')`
}
