import { type Connection, textRows } from '@carmilla/extract'
import type { TableName } from './table-name.ts'

/** A table, view or foreign table of the source, as far as an export needs it. */
export interface SourceTable {
  readonly oid: string
  readonly schema: string
  readonly name: string
  readonly columns: readonly SourceColumn[]
  /** Empty when there is none that holds for all rows that a query of the table returns. */
  readonly primaryKey: readonly string[]
  /** Whether policies hide rows from the role that reads. */
  readonly rowSecurity: boolean
}

export interface SourceColumn {
  readonly name: string
  /** Whether any row that a query of the table returns may hold NULL in it. */
  readonly nullable: boolean
  /** Of an array, as declared; 0 for others. */
  readonly dimensions: number
  /** Whether the role may select it. */
  readonly readable: boolean
  readonly comment: string | null
}

/**
 * Facts of relations that rows can be selected from.
 *
 * NOT NULL and the primary key are believed only where Postgres enforces them for all rows that
 * come: not on foreign tables, not while a constraint is unvalidated, and not where a table that
 * inherits may say otherwise.
 */
const TABLES = `
  select
    c.oid::text as oid,
    n.nspname::text as schema,
    c.relname::text as name,
    row_security_active(c.oid)::text as row_security,
    coalesce((
      select json_agg(json_build_object(
        'name', a.attname,
        'nullable', not (
          a.attnotnull
          and c.relkind in ('r', 'p')
          and not exists (
            select from pg_constraint k
            where k.conrelid = c.oid and k.contype = 'n' and not k.convalidated
              and k.conkey = array[a.attnum]
          )
          and not exists (
            select from pg_attribute b join pg_class k on k.oid = b.attrelid
            where b.attrelid = any(heirs.oids) and b.attname = a.attname
              and (not b.attnotnull or k.relkind = 'f')
          )
        ),
        'dimensions', a.attndims,
        'readable', has_column_privilege(c.oid, a.attnum, 'select'),
        'comment', col_description(c.oid, a.attnum)
      ) order by a.attnum)
      from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    ), '[]')::text as columns,
    coalesce((
      select json_agg(a.attname order by k.position)
      from pg_index i
      cross join unnest(i.indkey::int2[]) with ordinality as k (attnum, position)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where i.indrelid = c.oid and i.indisprimary and i.indisvalid
        and k.position <= i.indnkeyatts
        and (c.relkind = 'p' or heirs.oids is null)
    ), '[]')::text as primary_key
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  cross join lateral (
    with recursive heirs (oid) as (
      select inhrelid from pg_inherits where inhparent = c.oid
      union
      select i.inhrelid from pg_inherits i join heirs on i.inhparent = heirs.oid
    )
    select array_agg(oid) as oids from heirs
  ) heirs
  where c.relkind in ('r', 'p', 'v', 'm', 'f')`

/** The table of a name; without a schema, the one that a query would find. */
export async function findTable(
  connection: Connection,
  { schema, name }: TableName,
  signal: AbortSignal,
): Promise<SourceTable | undefined> {
  const which =
    schema === undefined
      ? { sql: 'c.relname = $1 and pg_table_is_visible(c.oid)', parameters: [name] }
      : { sql: 'c.relname = $1 and n.nspname = $2', parameters: [name, schema] }
  const query = { sql: `${TABLES} and ${which.sql}`, parameters: which.parameters }
  const [row] = await textRows(connection, query, signal)
  return row === undefined ? undefined : tableOf(row)
}

/**
 * All tables of a schema, or of the database, sorted by name: no partitions (their parent has their
 * rows), no system schemas, nothing that belongs to an extension.
 */
export async function allTables(
  connection: Connection,
  schema: string | undefined,
  signal: AbortSignal,
): Promise<readonly SourceTable[]> {
  const query = {
    sql: `${TABLES}
      and not c.relispartition
      and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      and not exists (
        select from pg_depend d
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      )
      ${schema === undefined ? '' : 'and n.nspname = $1'}
      order by n.nspname collate "C", c.relname collate "C"`,
    parameters: schema === undefined ? [] : [schema],
  }
  const rows = await textRows(connection, query, signal)
  return rows.map(tableOf)
}

/** Names of the schemas that users made, sorted. */
export async function schemaNames(
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const sql = `
    select nspname::text as name from pg_namespace
    where nspname <> 'information_schema' and nspname !~ '^pg_'
    order by nspname collate "C"`
  const rows = await textRows(connection, { sql, parameters: [] }, signal)
  return rows.map(({ name }) => name ?? '')
}

function tableOf(row: Readonly<Record<string, string | null>>): SourceTable {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the query above makes them
  const columns = JSON.parse(row['columns'] ?? '[]') as readonly SourceColumn[]
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the query above makes them
  const primaryKey = JSON.parse(row['primary_key'] ?? '[]') as readonly string[]
  return {
    oid: row['oid'] ?? '',
    schema: row['schema'] ?? '',
    name: row['name'] ?? '',
    columns,
    primaryKey,
    rowSecurity: row['row_security'] === 'true',
  }
}
