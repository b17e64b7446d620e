/**
 * Which columns of a query hold personal data, at run time. The types of the query say it to the
 * compiler; here the same is told from the query's syntax tree and from what is classified.
 */
import type { PersonalCategory } from '@carmilla/extract'
import {
  AggregateFunctionNode,
  AliasNode,
  CaseNode,
  ColumnNode,
  FunctionNode,
  IdentifierNode,
  type KyselyPlugin,
  type OperationNode,
  ParensNode,
  ReferenceNode,
  type RootOperationNode,
  SelectAllNode,
  SelectQueryNode,
  TableNode,
} from 'kysely'

/** Categories by the name of the column. */
export type PersonalColumns = ReadonlyMap<string, PersonalCategory>

/** What `generated/db.ts` knows: categories by table, as a query names it, and column. */
export type ClassifiedTables = Readonly<Record<string, Readonly<Record<string, PersonalCategory>>>>

const NONE: PersonalColumns = new Map()
const classifiedQueries = new WeakMap<RootOperationNode, ClassifiedTables>()

/** Lets the queries of a Kysely instance know which columns are personal; changes none of them. */
export function classified(tables: ClassifiedTables): KyselyPlugin {
  return {
    transformQuery: ({ node }) => {
      classifiedQueries.set(node, tables)
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
}

/** The personal columns of a compiled query, by the names that it gives them. */
export function personalColumnsOf(query: RootOperationNode): PersonalColumns {
  const tables = classifiedQueries.get(query)
  if (tables === undefined || !SelectQueryNode.is(query)) return NONE
  const known = new Map(
    Object.entries(tables).map(([name, columns]) => [name, new Map(Object.entries(columns))]),
  )
  return outputOf(query, known)
}

/** Personal columns of the tables that can be named, by the name of the table. */
type Scope = ReadonlyMap<string, PersonalColumns>

function outputOf(query: SelectQueryNode, outer: Scope): PersonalColumns {
  const named = new Map(outer)
  for (const { name, expression } of query.with?.expressions ?? []) {
    if (SelectQueryNode.is(expression))
      named.set(tableName(name.table), outputOf(expression, named))
  }
  const scope = new Map<string, PersonalColumns>()
  for (const item of [
    ...(query.from?.froms ?? []),
    ...(query.joins ?? []).map(({ table }) => table),
  ]) {
    const [name, columns] = tableIn(item, named)
    if (name !== undefined) scope.set(name, columns)
  }
  // A subquery in a join or an expression may name the tables around it.
  const visible = new Map([...named, ...scope])
  const output = new Map<string, PersonalCategory>()
  for (const { selection } of query.selections ?? []) {
    for (const [name, category] of selected(selection, scope, visible)) output.set(name, category)
  }
  return output
}

/** A table of `from` or of a join, under the name that the query calls it by. */
function tableIn(
  item: OperationNode,
  named: Scope,
): readonly [name: string | undefined, columns: PersonalColumns] {
  if (TableNode.is(item)) return [tableName(item), named.get(tableName(item)) ?? NONE]
  if (!AliasNode.is(item) || !IdentifierNode.is(item.alias)) return [undefined, NONE]
  const { node, alias } = item
  if (SelectQueryNode.is(node)) return [alias.name, outputOf(node, named)]
  return [alias.name, tableIn(node, named)[1]]
}

/** The columns of one item of `select` that are personal. */
function selected(
  item: OperationNode,
  scope: Scope,
  visible: Scope,
): Iterable<readonly [string, PersonalCategory]> {
  if (SelectAllNode.is(item)) return [...scope.values()].flatMap((columns) => [...columns])
  if (ReferenceNode.is(item) && SelectAllNode.is(item.column)) {
    return item.table === undefined ? [] : (scope.get(tableName(item.table)) ?? NONE)
  }
  const category = categoryOf(AliasNode.is(item) ? item.node : item, scope, visible)
  const name = AliasNode.is(item) ? nameOf(item.alias) : columnName(item)
  return category === undefined || name === undefined ? [] : [[name, category]]
}

/** What an expression tells, where its type is that of a column in it. */
function categoryOf(
  node: OperationNode,
  scope: Scope,
  visible: Scope,
): PersonalCategory | undefined {
  const firstOf = (nodes: readonly (OperationNode | undefined)[]): PersonalCategory | undefined =>
    nodes
      .map((inner) => inner && categoryOf(inner, scope, visible))
      .find((category) => category !== undefined)

  if (ReferenceNode.is(node)) return referenced(node, scope, visible)
  if (ParensNode.is(node)) return categoryOf(node.node, scope, visible)
  if (AliasNode.is(node)) return categoryOf(node.node, scope, visible)
  if (SelectQueryNode.is(node)) return [...outputOf(node, visible).values()][0]
  if (AggregateFunctionNode.is(node)) {
    return node.func === 'min' || node.func === 'max' ? firstOf(node.aggregated) : undefined
  }
  if (FunctionNode.is(node)) {
    return node.func === 'coalesce' ? firstOf(node.arguments) : undefined
  }
  if (CaseNode.is(node)) {
    return firstOf([...(node.when ?? []).map(({ result }) => result), node.else])
  }
  return undefined
}

function referenced(
  { table, column }: ReferenceNode,
  scope: Scope,
  visible: Scope,
): PersonalCategory | undefined {
  if (!ColumnNode.is(column)) return undefined
  const { name } = column.column
  if (table !== undefined) {
    const found = tableName(table)
    return (scope.get(found) ?? visible.get(found))?.get(name)
  }
  // Postgres takes a name without a table only where one table of the query has it.
  for (const columns of scope.values()) {
    const category = columns.get(name)
    if (category !== undefined) return category
  }
  return undefined
}

function tableName({ table }: TableNode): string {
  const { schema, identifier } = table
  return schema === undefined ? identifier.name : `${schema.name}.${identifier.name}`
}

function columnName(node: OperationNode): string | undefined {
  return ReferenceNode.is(node) && ColumnNode.is(node.column) ? node.column.column.name : undefined
}

function nameOf(node: OperationNode): string | undefined {
  return IdentifierNode.is(node) ? node.name : undefined
}
