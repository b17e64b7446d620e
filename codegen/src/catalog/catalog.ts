import type { EnumDescriptor, TableDescriptor } from '@carmilla/extract'
import type { Client } from 'pg'
import { byName } from '../by-name.ts'
import { queryColumns } from './columns.ts'
import { queryEnums } from './enums.ts'
import { queryForeignKeys } from './foreign-keys.ts'
import { queryTables } from './tables.ts'
import { isNameable, nameInQuery, type QualifiedName } from './table-name.ts'
import { queryUniqueKeys } from './unique-keys.ts'

/** What the source database offers to the role that reads it. Sorted by name throughout. */
export interface Catalog {
  readonly tables: readonly TableDescriptor[]
  readonly enums: readonly EnumDescriptor[]
  /** Tables that no Kysely query can name; a view can stand for one. */
  readonly leftOut: readonly QualifiedName[]
}

/**
 * Reads tables, views and materialized views that the role may select from: no system schemas, no
 * partitions (their parent stands for them), nothing that belongs to an extension.
 */
export async function introspect(client: Client): Promise<Catalog> {
  const tables = await queryTables(client)
  const oids = tables.map((table) => table.oid)
  const columns = await queryColumns(client, oids)
  const uniqueKeys = await queryUniqueKeys(client, oids)
  const foreignKeys = await queryForeignKeys(client, oids)

  const described = tables
    .map(({ oid, schema, name, kind, comment }): TableDescriptor => {
      const keys = uniqueKeys.get(oid)
      return {
        schema,
        name,
        kind,
        ...(comment !== null && { comment }),
        columns: columns.byTable.get(oid) ?? [],
        primaryKey: keys?.primaryKey ?? [],
        uniqueKeys: keys?.others ?? [],
        foreignKeys: foreignKeys.get(oid) ?? [],
      }
    })
    .toSorted((left, right) => byName(nameInQuery(left), nameInQuery(right)))

  return {
    tables: described.filter(isNameable),
    enums: await queryEnums(client, columns.enums),
    leftOut: described.filter((table) => !isNameable(table)),
  }
}
