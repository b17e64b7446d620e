import type { ColumnDescriptor } from '@carmilla/extract'
import {
  ExportStatementNode,
  IdentifierNode,
  ImportClauseNode,
  ImportStatementNode,
  InterfaceDeclarationNode,
  ObjectExpressionNode,
  PropertyNode,
  RawExpressionNode,
} from 'kysely-codegen'
import { byName } from '../by-name.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { nameInQuery } from '../catalog/table-name.ts'
import { columnType, type EnumLabels } from './column-type.ts'
import { GENERATED_HEADER } from './header.ts'
import { InterfaceNames } from './interface-names.ts'
import { quote } from './literal.ts'
import { OrderedSerializer } from './ordered-serializer.ts'

const DATABASE_INTERFACE = 'DB'

/**
 * Prints `generated/schema.ts`: the `DB` interface of Kysely and one interface per table.
 *
 * It is built from the syntax tree of kysely-codegen and printed by its serializer. Its own
 * introspection and type map are not used: they know neither precision and scale nor the elements
 * of an array, sort by the locale of the machine, and let a table called `text` shadow an import.
 */
export function renderSchema({ tables, enums }: Catalog): string {
  const labels: EnumLabels = new Map(enums.map((type) => [type.name, type.labels]))
  const imports = importedNames(tables, labels)
  const names = new InterfaceNames([DATABASE_INTERFACE, ...imports])

  const interfaces = tables.map((table) => ({
    table: nameInQuery(table),
    name: names.take(nameInQuery(table)),
    body: new ObjectExpressionNode(table.columns.map((column) => property(column, labels))),
  }))
  const database = interfaces.map(
    ({ table, name }) => new PropertyNode(table, new IdentifierNode(name)),
  )

  const statements = [
    ...(imports.length === 0 ? [] : [importStatement(imports)]),
    ...interfaces.map(({ name, body }) => exportInterface(name, body)),
    exportInterface(DATABASE_INTERFACE, new ObjectExpressionNode(database)),
  ]
  return `${GENERATED_HEADER}\n${new OrderedSerializer().serializeStatements(statements)}`
}

function importedNames(tables: Catalog['tables'], labels: EnumLabels): readonly string[] {
  const used = tables.flatMap((table) =>
    table.columns.flatMap((column) => [
      ...columnType(column.type, labels).imports,
      ...(column.personal === undefined ? [] : ['Personal']),
    ]),
  )
  return [...new Set(used)].toSorted(byName)
}

function property(column: ColumnDescriptor, labels: EnumLabels): PropertyNode {
  const { text: plain } = columnType(column.type, labels)
  const text =
    column.personal === undefined ? plain : `Personal<${plain}, ${quote(column.personal)}>`
  const type = new RawExpressionNode(column.nullable ? `${text} | null` : text)
  return new PropertyNode(column.name, type, column.comment)
}

function importStatement(names: readonly string[]): ImportStatementNode {
  return new ImportStatementNode(
    '@carmilla/extract',
    names.map((name) => new ImportClauseNode(name)),
  )
}

function exportInterface(
  name: string,
  body: ObjectExpressionNode,
): ExportStatementNode<InterfaceDeclarationNode> {
  return new ExportStatementNode(new InterfaceDeclarationNode(new IdentifierNode(name), body))
}
