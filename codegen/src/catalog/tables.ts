import type { TableKind } from '@carmilla/extract'
import type { Client } from 'pg'

/** A table as `pg_class` knows it. */
export interface CatalogTable {
  readonly oid: number
  readonly schema: string
  readonly name: string
  readonly kind: TableKind
  readonly comment: string | null
}

const KINDS = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
} as const satisfies Record<string, TableKind>

/** Tables that the role may read at least one column of, in no order. */
export async function queryTables(client: Client): Promise<readonly CatalogTable[]> {
  const { rows } = await client.query<
    Omit<CatalogTable, 'kind'> & { relkind: keyof typeof KINDS }
  >(`
    select
      class.oid,
      namespace.nspname as schema,
      class.relname as name,
      class.relkind,
      obj_description(class.oid, 'pg_class') as comment
    from pg_class class
    join pg_namespace namespace on namespace.oid = class.relnamespace
    where class.relkind in ('r', 'p', 'v', 'm', 'f')
      and not class.relispartition
      and namespace.nspname <> 'information_schema'
      and namespace.nspname !~ '^pg_'
      and has_schema_privilege(namespace.oid, 'usage')
      and has_any_column_privilege(class.oid, 'select')
      and not exists (
        select from pg_depend depend
        where depend.classid = 'pg_class'::regclass
          and depend.objid = class.oid
          and depend.deptype = 'e'
      )`)
  return rows.map(({ relkind, ...table }) => ({ ...table, kind: KINDS[relkind] }))
}
