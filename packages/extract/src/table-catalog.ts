import type { ColumnOrigin, OriginTable } from './result-column.ts'
import type { CatalogQuery } from './type-catalog.ts'

/** A table, and its columns by their numbers. */
interface CatalogTable {
  readonly table: OriginTable
  readonly columns: Readonly<Record<string, string>>
}

/** Planning it takes longer than running it, so what is easy here is not joined there. */
const LOOK_UP = `
  select c.oid, n.nspname as schema, c.relname as name,
         (select pg_catalog.json_object_agg(a.attnum, a.attname)
          from pg_catalog.pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
         (select pg_catalog.to_json(p.conkey)
          from pg_catalog.pg_constraint p
          where p.conrelid = c.oid and p.contype = 'p') as key_numbers
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.oid = any($1::pg_catalog.oid[])`

/** Knows the names and the primary keys of tables; looks up each one once. */
export class TableCatalog {
  readonly #query: CatalogQuery
  readonly #known = new Map<number, CatalogTable>()

  constructor(query: CatalogQuery) {
    this.#query = query
  }

  /** Learns the tables of these oids; 0, that of an expression, is none. */
  async learn(oids: readonly number[]): Promise<void> {
    const unknown = [...new Set(oids)].filter((oid) => oid !== 0 && !this.#known.has(oid))
    if (unknown.length === 0) return
    for (const row of await this.#query(LOOK_UP, [unknown])) {
      const oid = Number(row.oid)
      const columns = columnNames(row.columns)
      const primaryKey = keyNumbers(row.key_numbers).map((number) => columns[number] ?? '')
      const table = { oid, schema: row.schema ?? '', name: row.name ?? '', primaryKey }
      this.#known.set(oid, { table, columns })
    }
  }

  /** Gives the origin of a column of a table that was learned; `undefined` for an expression. */
  origin(tableOid: number, columnNumber: number): ColumnOrigin | undefined {
    const known = this.#known.get(tableOid)
    const column = known?.columns[columnNumber]
    return known === undefined || column === undefined ? undefined : { table: known.table, column }
  }

  /** Forgets all tables: they may have been changed. */
  clear(): void {
    this.#known.clear()
  }
}

/** A table without columns has none to aggregate. */
function columnNames(json: string | null | undefined): Readonly<Record<string, string>> {
  const names: Readonly<Record<string, string>> = JSON.parse(json ?? '{}')
  return names
}

/** Nor has a table without a primary key. */
function keyNumbers(json: string | null | undefined): readonly number[] {
  const numbers: readonly number[] = JSON.parse(json ?? '[]')
  return numbers
}
