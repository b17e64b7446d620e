import type {
  ColumnDescriptor,
  ForeignKeyDescriptor,
  SourceType,
  TableDescriptor,
} from '@carmilla/extract'
import { nameInQuery } from '../catalog/table-name.ts'

/** Says what has changed from the tables that were generated to those of the database. */
export function tableChanges(
  before: readonly TableDescriptor[],
  after: readonly TableDescriptor[],
): readonly string[] {
  const afterByName = byQueryName(after)
  const beforeByName = byQueryName(before)
  const added = after.filter((table) => !beforeByName.has(nameInQuery(table)))
  return [
    ...before.flatMap((table) => {
      const now = afterByName.get(nameInQuery(table))
      if (now !== undefined) return changesOf(table, now)
      const sameColumns = added.filter((other) => shapeOf(other) === shapeOf(table))
      return [`table ${nameInQuery(table)}: dropped${renameHint(sameColumns.map(nameInQuery))}`]
    }),
    ...added.map((table) => `table ${nameInQuery(table)}: added`),
  ]
}

function byQueryName(tables: readonly TableDescriptor[]): ReadonlyMap<string, TableDescriptor> {
  return new Map(tables.map((table) => [nameInQuery(table), table]))
}

function shapeOf(table: TableDescriptor): string {
  return JSON.stringify(table.columns.map((column) => [column.name, column.formattedType]))
}

function renameHint(candidates: readonly string[]): string {
  return candidates.length === 0 ? '' : ` (renamed to ${candidates.join(' or ')}?)`
}

function changesOf(before: TableDescriptor, after: TableDescriptor): readonly string[] {
  const table = nameInQuery(after)
  return [
    ...(before.kind === after.kind ? [] : [`table ${table}: ${before.kind} → ${after.kind}`]),
    ...commentChange(`table ${table}`, before.comment, after.comment),
    ...columnChanges(table, before.columns, after.columns),
    ...primaryKeyChange(table, before.primaryKey, after.primaryKey),
    ...setChanges(`unique key of ${table}`, before.uniqueKeys, after.uniqueKeys, listed),
    ...setChanges(`foreign key of ${table}`, before.foreignKeys, after.foreignKeys, showForeignKey),
  ]
}

function columnChanges(
  table: string,
  before: readonly ColumnDescriptor[],
  after: readonly ColumnDescriptor[],
): readonly string[] {
  const afterByName = new Map(after.map((column) => [column.name, column]))
  const beforeNames = new Set(before.map((column) => column.name))
  const added = after.filter((column) => !beforeNames.has(column.name))
  return [
    ...before.flatMap((column) => {
      const now = afterByName.get(column.name)
      if (now !== undefined) return changesOfColumn(`${table}.${column.name}`, column, now)
      const sameType = added.filter((other) => other.formattedType === column.formattedType)
      return [`${table}.${column.name}: dropped${renameHint(sameType.map(({ name }) => name))}`]
    }),
    ...added.map(
      (column) =>
        `${table}.${column.name}: added (${column.formattedType}${column.nullable ? '' : ' not null'})`,
    ),
    ...orderChange(table, before, after),
  ]
}

function changesOfColumn(
  name: string,
  before: ColumnDescriptor,
  after: ColumnDescriptor,
): readonly string[] {
  const nullability = after.nullable ? 'now nullable' : 'no longer nullable'
  return [
    ...typeChange(name, before, after),
    ...(before.nullable === after.nullable ? [] : [`${name}: ${nullability}`]),
    ...commentChange(name, before.comment, after.comment),
  ]
}

function typeChange(
  name: string,
  before: ColumnDescriptor,
  after: ColumnDescriptor,
): readonly string[] {
  if (before.formattedType !== after.formattedType) {
    return [`${name}: ${before.formattedType} → ${after.formattedType}`]
  }
  if ((before.dimensions ?? 1) !== (after.dimensions ?? 1)) {
    return [`${name}: now declared with ${after.dimensions ?? 1} dimensions`]
  }
  // Only a domain, or a type that was made anew, changes under the same name.
  const [was, is] = [showType(before.type), showType(after.type)]
  return was === is ? [] : [`${name}: ${after.formattedType} was ${was}, now ${is}`]
}

function showType(type: SourceType): string {
  if (type.kind === 'numeric') {
    return type.precision === null ? 'numeric' : `numeric(${type.precision},${type.scale})`
  }
  if (type.kind === 'array') return `${showType(type.element)}[]`
  return 'name' in type ? `${type.kind} ${type.name}` : type.kind
}

function orderChange(
  table: string,
  before: readonly ColumnDescriptor[],
  after: readonly ColumnDescriptor[],
): readonly string[] {
  const namesBefore = before.map((column) => column.name)
  const namesAfter = after.map((column) => column.name)
  const keptBefore = namesBefore.filter((name) => namesAfter.includes(name))
  const keptAfter = namesAfter.filter((name) => namesBefore.includes(name))
  const isSame = keptBefore.every((name, index) => name === keptAfter[index])
  return isSame ? [] : [`table ${table}: columns in another order`]
}

function primaryKeyChange(
  table: string,
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  if (listed(before) === listed(after)) return []
  return [`primary key of ${table}: ${listed(before)} → ${listed(after)}`]
}

function listed(columns: readonly string[]): string {
  return columns.length === 0 ? 'none' : columns.join(', ')
}

function showForeignKey({ columns, references }: ForeignKeyDescriptor): string {
  const table = nameInQuery({ schema: references.schema, name: references.table })
  return `${listed(columns)} → ${table} (${listed(references.columns)})`
}

function setChanges<Key>(
  subject: string,
  before: readonly Key[],
  after: readonly Key[],
  show: (key: Key) => string,
): readonly string[] {
  const [was, is] = [new Set(before.map(show)), new Set(after.map(show))]
  return [
    ...[...was].filter((key) => !is.has(key)).map((key) => `${subject}: ${key} dropped`),
    ...[...is].filter((key) => !was.has(key)).map((key) => `${subject}: ${key} added`),
  ]
}

function commentChange(
  subject: string,
  before: string | undefined,
  after: string | undefined,
): readonly string[] {
  if (before === after) return []
  if (before === undefined) return [`${subject}: comment added`]
  return [`${subject}: comment ${after === undefined ? 'dropped' : 'changed'}`]
}
