import type { ColumnDescriptor, PersonalCategory, TableDescriptor } from '@carmilla/extract'
import { detectPersonal } from '@carmilla/transform'
import type { Catalog } from '../catalog/catalog.ts'
import { nameInQuery } from '../catalog/table-name.ts'
import { propertyKey, quote } from '../render/literal.ts'
import type { AnyPersonalData } from './personal-data.ts'

/** A column that looks personal, and what it looks like it tells. */
export interface Proposal {
  /** As a query names it. */
  readonly table: string
  readonly column: string
  readonly category: PersonalCategory
}

/** Writes the categories of `personal-data.ts` into the columns of a catalog. */
export function classifyCatalog(catalog: Catalog, data: AnyPersonalData | undefined): Catalog {
  if (data === undefined || data.policy === 'off') return catalog
  return mapColumns(catalog, (column, table) => {
    const category = classOf(data, table, column)
    return category === undefined || category === 'none' ? undefined : category
  })
}

/** The same, and what is not classified yet by what it looks like: for a task that is new. */
export function classifyCautiously(catalog: Catalog, data: AnyPersonalData): Catalog {
  if (data.policy === 'off') return catalog
  return mapColumns(catalog, (column, table) => {
    const category = classOf(data, table, column) ?? categoryOf(column, table)
    return category === 'none' ? undefined : category
  })
}

/** A catalog as the database has it. */
export function withoutClasses(catalog: Catalog): Catalog {
  const tables = catalog.tables.map((table) => ({
    ...table,
    columns: table.columns.map(withoutClass),
  }))
  return { ...catalog, tables }
}

function withoutClass(column: ColumnDescriptor): ColumnDescriptor {
  const { personal: _, ...found } = column
  return found
}

/** Columns that look personal and are not classified, in the order of the catalog. */
export function proposals(
  { tables }: Catalog,
  data: AnyPersonalData | undefined,
): readonly Proposal[] {
  return tables.flatMap((table) =>
    table.columns.flatMap((column) => {
      const isClassified = data !== undefined && classOf(data, table, column) !== undefined
      const category = isClassified ? undefined : categoryOf(column, table)
      return category === undefined
        ? []
        : [{ table: nameInQuery(table), column: column.name, category }]
    }),
  )
}

/** What `--check` says of `personal-data.ts`: a sentence each. */
export function personalFaults(
  catalog: Catalog,
  data: AnyPersonalData | undefined,
): readonly string[] {
  if (data === undefined) {
    return ['personal-data.ts: missing; run make codegen, which writes a first one']
  }
  const unclassified = data.policy === 'required' ? proposals(catalog, data) : []
  return [
    ...goneClasses(catalog, data),
    ...unclassified.map(
      ({ table, column, category }) =>
        `${table}.${column}: looks personal (${category}) and is not classified; add it to personal-data.ts, as 'none' if it is not`,
    ),
  ]
}

/** Classified tables and columns that the database does not have. */
export function goneClasses({ tables }: Catalog, data: AnyPersonalData): readonly string[] {
  const byName = new Map(tables.map((table) => [nameInQuery(table), table]))
  return Object.entries(data.columns).flatMap(([name, columns]) => {
    const table = byName.get(name)
    if (table === undefined) {
      return [`personal-data.ts: ${name}: the database has no such table; drop it`]
    }
    const names = new Set(table.columns.map((column) => column.name))
    return Object.keys(columns)
      .filter((column) => !names.has(column))
      .map((column) => `personal-data.ts: ${name}.${column}: the table has no such column; drop it`)
  })
}

/** Proposals as they are written in `personal-data.ts`. */
export function renderProposals(found: readonly Proposal[]): string {
  return [...Map.groupBy(found, ({ table }) => table)]
    .map(([table, columns]) => {
      const lines = columns.map(
        ({ column, category }) => `      ${propertyKey(column)}: ${quote(category)},\n`,
      )
      return `    ${propertyKey(table)}: {\n${lines.join('')}    },\n`
    })
    .join('')
}

function classOf(
  { columns }: AnyPersonalData,
  table: TableDescriptor,
  { name }: ColumnDescriptor,
): PersonalCategory | 'none' | undefined {
  const ofTable = own(columns, nameInQuery(table))
  return ofTable === undefined ? undefined : own(ofTable, name)
}

/** A column may be called `constructor`. */
function own<Value>(entries: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(entries, key) ? entries[key] : undefined
}

function categoryOf(
  column: ColumnDescriptor,
  { name }: TableDescriptor,
): PersonalCategory | undefined {
  return detectPersonal({ ...column, table: name })
}

function mapColumns(
  catalog: Catalog,
  categoryFor: (column: ColumnDescriptor, table: TableDescriptor) => PersonalCategory | undefined,
): Catalog {
  const tables = catalog.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => {
      const personal = categoryFor(column, table)
      return personal === undefined ? column : { ...column, personal }
    }),
  }))
  return { ...catalog, tables }
}
