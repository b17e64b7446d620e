import type { Client } from 'pg'
import { byName } from '../by-name.ts'

/** Groups of columns whose values differ in every row of a table. */
export interface UniqueKeys {
  readonly primaryKey: readonly string[]
  readonly others: readonly (readonly string[])[]
}

/** Keys by the oid of their table: valid unique indexes over plain columns and all rows. */
export async function queryUniqueKeys(
  client: Client,
  tables: readonly number[],
): Promise<ReadonlyMap<number, UniqueKeys>> {
  const { rows } = await client.query<{ table: number; primary: boolean; columns: string[] }>(
    `
    select
      indrelid as table,
      indisprimary as primary,
      array(
        select attname::text
        from unnest(indkey::int2[]) with ordinality as key (attnum, position)
        join pg_attribute attribute
          on attribute.attrelid = indrelid and attribute.attnum = key.attnum
        where position <= indnkeyatts
        order by position
      ) as columns
    from pg_index
    where indrelid = any($1)
      and indisunique
      and indisvalid
      and indpred is null
      and indexprs is null`,
    [tables],
  )
  const keys = new Map<number, UniqueKeys>()
  for (const [table, indexes] of Map.groupBy(rows, (row) => row.table)) {
    const others = new Map(
      indexes.filter((index) => !index.primary).map(({ columns }) => [columns.join('\0'), columns]),
    )
    keys.set(table, {
      primaryKey: indexes.find((index) => index.primary)?.columns ?? [],
      others: [...others].toSorted(([left], [right]) => byName(left, right)).map(([, key]) => key),
    })
  }
  return keys
}
