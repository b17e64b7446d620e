import type { ForeignKeyDescriptor } from '@carmilla/extract'
import type { Client } from 'pg'
import { byName } from '../by-name.ts'

interface ForeignKeyRow {
  readonly table: number
  readonly columns: string[]
  readonly schema: string
  readonly referenced: string
  readonly referencedColumns: string[]
}

/** Foreign keys by the oid of their table, sorted; those that partitioning repeats left out. */
export async function queryForeignKeys(
  client: Client,
  tables: readonly number[],
): Promise<ReadonlyMap<number, readonly ForeignKeyDescriptor[]>> {
  const { rows } = await client.query<ForeignKeyRow>(
    `
    select
      key.conrelid as table,
      array(
        select attname::text
        from unnest(key.conkey) with ordinality as part (attnum, position)
        join pg_attribute attribute
          on attribute.attrelid = key.conrelid and attribute.attnum = part.attnum
        order by position
      ) as columns,
      namespace.nspname as schema,
      referenced.relname as referenced,
      array(
        select attname::text
        from unnest(key.confkey) with ordinality as part (attnum, position)
        join pg_attribute attribute
          on attribute.attrelid = key.confrelid and attribute.attnum = part.attnum
        order by position
      ) as "referencedColumns"
    from pg_constraint key
    join pg_class referenced on referenced.oid = key.confrelid
    join pg_namespace namespace on namespace.oid = referenced.relnamespace
    where key.contype = 'f'
      and key.conrelid = any($1)
      and key.conparentid = 0`,
    [tables],
  )
  const keys = new Map<number, readonly ForeignKeyDescriptor[]>()
  for (const [table, ofTable] of Map.groupBy(rows, (row) => row.table)) {
    const sorted = ofTable.map(describe).toSorted((left, right) => byName(idOf(left), idOf(right)))
    keys.set(table, sorted)
  }
  return keys
}

function describe(row: ForeignKeyRow): ForeignKeyDescriptor {
  return {
    columns: row.columns,
    references: { schema: row.schema, table: row.referenced, columns: row.referencedColumns },
  }
}

function idOf({ columns, references }: ForeignKeyDescriptor): string {
  return [...columns, '', references.schema, references.table, ...references.columns].join('\0')
}
