import type {
  ColumnDescriptor,
  EnumDescriptor,
  ForeignKeyDescriptor,
  SourceType,
  TableDescriptor,
} from '@carmilla/extract'
import type { Catalog } from '../catalog/catalog.ts'
import { GENERATED_HEADER } from './header.ts'
import { inlineObject, quote, quoteAll } from './literal.ts'

/** Prints `generated/tables.ts`: what is known of tables and enums at run time, one entry a line. */
export function renderTables({ tables, enums }: Catalog): string {
  return `${GENERATED_HEADER}
import type { EnumDescriptor, TableDescriptor } from '@carmilla/extract'

/** The tables of the source database, sorted by name. */
export const tables: readonly TableDescriptor[] = ${list(tables.map(renderTable), '')}

/** The enum types that their columns use, sorted by name. */
export const enums: readonly EnumDescriptor[] = ${list(enums.map(renderEnum), '')}
`
}

function renderTable(table: TableDescriptor): string {
  const comment = table.comment === undefined ? [] : [`comment: ${quote(table.comment)}`]
  const lines = [
    `schema: ${quote(table.schema)}`,
    `name: ${quote(table.name)}`,
    `kind: ${quote(table.kind)}`,
    ...comment,
    `columns: ${list(table.columns.map(renderColumn), '    ')}`,
    `primaryKey: ${quoteAll(table.primaryKey)}`,
    `uniqueKeys: ${list(table.uniqueKeys.map(quoteAll), '    ')}`,
    `foreignKeys: ${list(table.foreignKeys.map(renderForeignKey), '    ')}`,
  ]
  return `{\n${lines.map((line) => `    ${line},\n`).join('')}  }`
}

function renderColumn(column: ColumnDescriptor): string {
  return inlineObject({
    name: quote(column.name),
    type: renderSourceType(column.type),
    formattedType: quote(column.formattedType),
    nullable: String(column.nullable),
    dimensions: column.dimensions === undefined ? undefined : String(column.dimensions),
    comment: column.comment === undefined ? undefined : quote(column.comment),
    personal: column.personal === undefined ? undefined : quote(column.personal),
  })
}

function renderSourceType(type: SourceType): string {
  const kind = quote(type.kind)
  if (type.kind === 'numeric') {
    return inlineObject({ kind, precision: String(type.precision), scale: String(type.scale) })
  }
  if (type.kind === 'array') return inlineObject({ kind, element: renderSourceType(type.element) })
  if (type.kind === 'composite') {
    const fields = type.fields.map((field) =>
      inlineObject({ name: quote(field.name), type: renderSourceType(field.type) }),
    )
    return inlineObject({ kind, name: quote(type.name), fields: `[${fields.join(', ')}]` })
  }
  return inlineObject({ kind, name: 'name' in type ? quote(type.name) : undefined })
}

function renderForeignKey({ columns, references }: ForeignKeyDescriptor): string {
  return inlineObject({
    columns: quoteAll(columns),
    references: inlineObject({
      schema: quote(references.schema),
      table: quote(references.table),
      columns: quoteAll(references.columns),
    }),
  })
}

function renderEnum(type: EnumDescriptor): string {
  return inlineObject({ name: quote(type.name), labels: quoteAll(type.labels) })
}

function list(entries: readonly string[], indent: string): string {
  if (entries.length === 0) return '[]'
  return `[\n${entries.map((entry) => `${indent}  ${entry},\n`).join('')}${indent}]`
}
