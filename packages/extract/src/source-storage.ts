import type { Connection } from './connection.ts'
import type { KeyType } from './shard-range.ts'
import { textRows } from './text-rows.ts'

/** A relation as a query names it. */
export interface RelationName {
  /** Missing where the search path decides. */
  readonly schema?: string
  readonly name: string
}

/** How the rows of a relation are stored, as far as dividing them goes. */
export interface SourceStorage {
  readonly oid: string
  readonly serverVersionNumber: number
  readonly blockBytes: number
  /** Heap blocks of each of its tables; undefined when any of its rows lie elsewhere. */
  readonly blocks: readonly number[] | undefined
  /** Whether the role may tell rows apart by where they lie. */
  readonly mayReadCtid: boolean
  /** Columns that it can be divided by, those of the primary key first. */
  readonly keys: readonly StoredKey[]
}

/** A column that a relation can be divided by. */
export interface StoredKey {
  readonly column: string
  readonly type: KeyType
  readonly isPrimary: boolean
}

/**
 * Heap tables only: other access methods and foreign servers may give a ctid that means nothing, and a
 * view has none. A child that was dropped meanwhile has no size.
 */
const STORAGE = `
  with recursive relation (oid) as (
    select pg_catalog.to_regclass($1)::oid
  ), family (oid) as (
    select oid from relation
    union
    select i.inhrelid from pg_catalog.pg_inherits i join family on i.inhparent = family.oid
  )
  select
    relation.oid::text as oid,
    current_setting('server_version_num') as server_version,
    current_setting('block_size') as block_bytes,
    -- A role that may read some columns only may not name the ctid.
    coalesce(has_column_privilege(relation.oid, (-1)::int2, 'select'), false)::text as may_read_ctid,
    (select coalesce(json_agg(json_build_object(
        'kind', c.relkind,
        'heap', a.amname is null or a.amname = 'heap',
        'bytes', case when c.relkind in ('r', 'm') then pg_catalog.pg_relation_size(c.oid) end
      )), '[]')
      from family join pg_catalog.pg_class c using (oid)
      left join pg_catalog.pg_am a on a.oid = c.relam)::text as children,
    (select coalesce(json_agg(json_build_object(
        'column', a.attname,
        'type', case
          when a.atttypid in (20, 21, 23) then 'bigint'
          when a.atttypid = 2950 then 'uuid'
          else 'text' end,
        'isPrimary', i.indrelid is not null
      ) order by i.indrelid is null, a.attnum), '[]')
      from pg_catalog.pg_attribute a
      left join pg_catalog.pg_index i on i.indrelid = a.attrelid and i.indisprimary
        and i.indisvalid and i.indnkeyatts = 1 and i.indkey[0] = a.attnum
      where a.attrelid = relation.oid and a.attnum > 0 and not a.attisdropped
        and a.atttypid in (20, 21, 23, 25, 1043, 2950))::text as keys
  from relation
  where relation.oid is not null`

/**
 * Finds how the rows of a relation are stored; `undefined` when there is no such relation.
 *
 * @throws {ExtractError} `query_failed`, `aborted`
 */
export async function sourceStorage(
  connection: Connection,
  table: RelationName,
  signal?: AbortSignal,
): Promise<SourceStorage | undefined> {
  const query = { sql: STORAGE, parameters: [quotedName(table)] }
  const [row] = await textRows(connection, query, signal)
  if (row === undefined) return undefined
  const blockBytes = Number(row['block_bytes'])
  return {
    oid: row['oid'] ?? '',
    serverVersionNumber: Number(row['server_version']),
    blockBytes,
    blocks: blocksOf(JSON.parse(row['children'] ?? '[]'), blockBytes),
    mayReadCtid: row['may_read_ctid'] === 'true',
    keys: keysOf(JSON.parse(row['keys'] ?? '[]')),
  }
}

function blocksOf(children: unknown, blockBytes: number): readonly number[] | undefined {
  const blocks: number[] = []
  for (const { kind, heap, bytes } of objects(children)) {
    if (kind === 'p') continue
    if ((kind !== 'r' && kind !== 'm') || heap !== true) return undefined
    blocks.push(typeof bytes === 'number' ? Math.ceil(bytes / blockBytes) : 0)
  }
  return blocks
}

function keysOf(keys: unknown): readonly StoredKey[] {
  return objects(keys).flatMap(({ column, type, isPrimary }) => {
    const isType = type === 'bigint' || type === 'uuid' || type === 'text'
    if (typeof column !== 'string' || !isType) return []
    return [{ column, type, isPrimary: isPrimary === true }]
  })
}

function objects(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value : []
}

/** A relation or column as SQL names it. */
export function quotedName({ schema, name }: RelationName): string {
  const parts = schema === undefined ? [name] : [schema, name]
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.')
}
