import type { RelationName } from '@carmilla/extract'
import {
  AliasNode,
  AndNode,
  IdentifierNode,
  type KyselyPlugin,
  type OperationNode,
  ParensNode,
  type RootOperationNode,
  type SelectQueryBuilder,
  SelectQueryNode,
  TableNode,
  WhereNode,
} from 'kysely'
import { rangePredicate } from './range-predicate.ts'
import type { ShardableSource } from './shardable-source.ts'

/** Clauses with which a row of the result depends on one row of the first relation only. */
const ROW_BY_ROW: readonly string[] = [
  'kind',
  'from',
  'selections',
  'joins',
  'where',
] satisfies readonly (keyof SelectQueryNode)[]

/** Joins that keep the rows of what is joined to, and never make one of nothing. */
const JOINS: readonly string[] = ['InnerJoin', 'LeftJoin', 'CrossJoin']

/** Functions that look at one row; any other may be an aggregate. */
const ROW_FUNCTIONS: readonly string[] = ['coalesce', 'lower', 'upper', 'length', 'abs', 'round']

/**
 * Finds out whether a query can be read in parts, from what Kysely knows of it.
 *
 * It can when every row of its result comes from one row of the first table: selected from one table
 * or alias, with inner and left joins of tables and conditions only, and no raw SQL in what it selects, which
 * might hide an aggregate. `undefined` for all others; they are read by one reader.
 *
 * @param keys - columns of the result whose values are expected to differ in every row.
 */
export function shardableQuery<DB, Tables extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  keys: readonly string[],
): ShardableSource | undefined {
  const { query: node } = query.compile()
  if (!SelectQueryNode.is(node)) return undefined
  const driving = drivingTable(node)
  if (driving === undefined || !isRowByRow(node)) return undefined
  return {
    table: driving.table,
    keys: keys.flatMap((name) => sourceColumn(node, driving, name) ?? []),
    restrict: (range) => {
      const predicate = rangePredicate(driving.reference, range).toOperationNode()
      const { sql, parameters } = query.withPlugin(new Condition(predicate)).compile()
      return { sql, parameters }
    },
  }
}

interface DrivingTable {
  readonly table: RelationName
  /** How other clauses refer to it. */
  readonly reference: readonly string[]
}

/** The one relation of the FROM clause; undefined when it is a query, or there are several. */
function drivingTable({ from }: SelectQueryNode): DrivingTable | undefined {
  const [only, ...others] = from?.froms ?? []
  if (only === undefined || others.length > 0) return undefined
  const isAliased = AliasNode.is(only)
  const node = isAliased ? only.node : only
  if (!TableNode.is(node)) return undefined
  const schema = node.table.schema?.name
  const name = node.table.identifier.name
  const table = schema === undefined ? { name } : { schema, name }
  if (!isAliased) return { table, reference: schema === undefined ? [name] : [schema, name] }
  return IdentifierNode.is(only.alias) ? { table, reference: [only.alias.name] } : undefined
}

function isRowByRow(node: SelectQueryNode): boolean {
  const clauses = Object.entries(node).filter(([, clause]) => clause !== undefined)
  return (
    clauses.every(([name]) => ROW_BY_ROW.includes(name)) &&
    (node.joins ?? []).every(
      ({ joinType, table }) => JOINS.includes(joinType) && isStored(table),
    ) &&
    (node.selections ?? []).every(isRowExpression)
  )
}

/** A subquery may have another result each time, with `limit` for one; a table has not. */
function isStored(table: OperationNode): boolean {
  return TableNode.is(AliasNode.is(table) ? table.node : table)
}

/** Whether the value of an expression in the select list depends on one row. */
function isRowExpression(node: OperationNode): boolean {
  switch (node.kind) {
    case 'RawNode':
    case 'AggregateFunctionNode':
    case 'OverNode':
      return false
    case 'FunctionNode':
      return 'func' in node && ROW_FUNCTIONS.includes(String(node.func)) && childrenAreRow(node)
    default:
      return childrenAreRow(node)
  }
}

function childrenAreRow(node: OperationNode): boolean {
  return Object.values(node).every((child: unknown) =>
    (Array.isArray(child) ? child : [child]).every(
      (item) => !isOperationNode(item) || isRowExpression(item),
    ),
  )
}

/** The column of the driving table that the query returns under a name. */
function sourceColumn(
  node: SelectQueryNode,
  { reference }: DrivingTable,
  name: string,
): string | undefined {
  for (const { selection } of node.selections ?? []) {
    const aliased = AliasNode.is(selection)
    const column = aliased ? selection.node : selection
    if (column.kind !== 'ReferenceNode' || !('column' in column)) continue
    const found = columnName(column.column)
    const shown = aliased && IdentifierNode.is(selection.alias) ? selection.alias.name : found
    if (found === undefined || shown !== name) continue
    const of = 'table' in column ? column.table : undefined
    const isDriving =
      of === undefined
        ? (node.joins ?? []).length === 0
        : isTable(of) && of.table.identifier.name === reference.at(-1)
    if (isDriving) return found
  }
  return undefined
}

function isTable(node: unknown): node is TableNode {
  return isOperationNode(node) && TableNode.is(node)
}

function columnName(node: unknown): string | undefined {
  if (!isOperationNode(node) || node.kind !== 'ColumnNode' || !('column' in node)) return undefined
  const { column } = node
  return isOperationNode(column) && IdentifierNode.is(column) ? column.name : undefined
}

function isOperationNode(value: unknown): value is OperationNode {
  return typeof value === 'object' && value !== null && 'kind' in value
}

/** Adds a condition to a query whose own conditions may be of raw SQL, and so of any precedence. */
class Condition implements KyselyPlugin {
  readonly #condition: OperationNode

  constructor(condition: OperationNode) {
    this.#condition = condition
  }

  transformQuery({ node }: { readonly node: RootOperationNode }): RootOperationNode {
    if (!SelectQueryNode.is(node)) return node
    const own = node.where?.where
    const where =
      own === undefined ? this.#condition : AndNode.create(ParensNode.create(own), this.#condition)
    return { ...node, where: WhereNode.create(where) }
  }

  transformResult({
    result,
  }: Parameters<KyselyPlugin['transformResult']>[0]): ReturnType<KyselyPlugin['transformResult']> {
    return Promise.resolve(result)
  }
}
