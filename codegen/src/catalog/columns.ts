import type { ColumnDescriptor } from '@carmilla/extract'
import type { Client } from 'pg'
import { resolveSourceType } from './source-type.ts'
import { queryTypes } from './types.ts'

interface ColumnRow {
  readonly table: number
  readonly name: string
  readonly type: number
  readonly modifier: number
  readonly formatted: string
  readonly nullable: boolean
  readonly dimensions: number
  readonly comment: string | null
}

/** Columns by the oid of their table, in the table's order, and the oids of the enums they use. */
export interface CatalogColumns {
  readonly byTable: ReadonlyMap<number, readonly ColumnDescriptor[]>
  readonly enums: readonly number[]
}

/** Columns that the role may read. A column of a view is always nullable. */
export async function queryColumns(
  client: Client,
  tables: readonly number[],
): Promise<CatalogColumns> {
  const { rows } = await client.query<ColumnRow>(
    `
    select
      attrelid as table,
      attname as name,
      atttypid as type,
      atttypmod as modifier,
      format_type(atttypid, atttypmod) as formatted,
      not attnotnull as nullable,
      attndims as dimensions,
      col_description(attrelid, attnum) as comment
    from pg_attribute
    where attrelid = any($1)
      and attnum > 0
      and not attisdropped
      and has_column_privilege(attrelid, attnum, 'select')
    order by attrelid, attnum`,
    [tables],
  )
  const types = await queryTypes(
    client,
    rows.map((row) => row.type),
  )
  const byTable = new Map<number, ColumnDescriptor[]>()
  for (const row of rows) {
    const { table, name, type, modifier, formatted, nullable, dimensions, comment } = row
    const columns = byTable.get(table) ?? []
    columns.push({
      name,
      type: resolveSourceType(types, { oid: type, modifier }),
      formattedType: formatted,
      nullable,
      ...(dimensions > 1 && { dimensions }),
      ...(comment !== null && { comment }),
    })
    byTable.set(table, columns)
  }
  const enums = [...types].filter(([, type]) => type.kind === 'enum').map(([oid]) => oid)
  return { byTable, enums }
}
