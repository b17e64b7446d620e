import type { EnumDescriptor } from '@carmilla/extract'
import type { Client } from 'pg'
import { byName } from '../by-name.ts'
import { nameInQuery } from './table-name.ts'

/** Labels of the given enum types in their own order; the types sorted by name. */
export async function queryEnums(
  client: Client,
  oids: readonly number[],
): Promise<readonly EnumDescriptor[]> {
  const { rows } = await client.query<{ schema: string; name: string; labels: string[] }>(
    `
    select
      namespace.nspname as schema,
      type.typname as name,
      array(
        select enumlabel::text from pg_enum where enumtypid = type.oid order by enumsortorder
      ) as labels
    from pg_type type
    join pg_namespace namespace on namespace.oid = type.typnamespace
    where type.oid = any($1)`,
    [oids],
  )
  return rows
    .map((row) => ({ name: nameInQuery(row), labels: row.labels }))
    .toSorted((left, right) => byName(left.name, right.name))
}
