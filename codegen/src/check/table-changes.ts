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
  return [
    ...changesOfTables(before, before, after),
    ...addedTables(before, after).map((table) => `table ${nameInQuery(table)}: added`),
  ]
}

/** Says what has become of some of the tables that were generated. */
export function changesOfTables(
  tables: readonly TableDescriptor[],
  before: readonly TableDescriptor[],
  after: readonly TableDescriptor[],
): readonly string[] {
  const afterByName = byQueryName(after)
  const added = addedTables(before, after)
  return tables.flatMap((table) => {
    const now = afterByName.get(nameInQuery(table))
    if (now !== undefined) return changesOf(table, now)
    const sameColumns = added.filter((other) => shapeOf(other) === shapeOf(table))
    return [`table ${nameInQuery(table)}: dropped${renameHint(sameColumns.map(nameInQuery))}`]
  })
}

function addedTables(
  before: readonly TableDescriptor[],
  after: readonly TableDescriptor[],
): readonly TableDescriptor[] {
  const beforeByName = byQueryName(before)
  return after.filter((table) => !beforeByName.has(nameInQuery(table)))
}

function byQueryName(tables: readonly TableDescriptor[]): ReadonlyMap<string, TableDescriptor> {
  return new Map(tables.map((table) => [nameInQuery(table), table]))
}

/** Equal for tables that may be one table under two names; its types may be in a renamed schema too. */
function shapeOf(table: TableDescriptor): string {
  const types = table.columns.map(({ name, formattedType }) => [name, unqualified(formattedType)])
  return JSON.stringify(types)
}

function unqualified(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1)
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
    ...uniqueKeyChanges(table, before.uniqueKeys, after.uniqueKeys),
    ...foreignKeyChanges(table, before.foreignKeys, after.foreignKeys),
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
    ...personalChange(name, before.personal, after.personal),
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
  if (type.kind === 'composite') {
    const fields = type.fields.map((field) => `${field.name} ${showType(field.type)}`)
    return `${type.name} (${fields.join(', ')})`
  }
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

function uniqueKeyChanges(
  table: string,
  before: readonly (readonly string[])[],
  after: readonly (readonly string[])[],
): readonly string[] {
  const [was, is] = [new Set(before.map(listed)), new Set(after.map(listed))]
  return [
    ...[...was.difference(is)].map((key) => `unique key of ${table}: ${key} dropped`),
    ...[...is.difference(was)].map((key) => `unique key of ${table}: ${key} added`),
  ]
}

const NONE: ReadonlySet<string> = new Set()

/** A key that is dropped while one of the same columns is added has another target, no more. */
function foreignKeyChanges(
  table: string,
  before: readonly ForeignKeyDescriptor[],
  after: readonly ForeignKeyDescriptor[],
): readonly string[] {
  const [was, is] = [targetsByColumns(before), targetsByColumns(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((columns) => {
    const subject = `foreign key of ${table}: ${columns} → `
    const [then, now] = [was.get(columns) ?? NONE, is.get(columns) ?? NONE]
    const [dropped, added] = [[...then.difference(now)], [...now.difference(then)]]
    if (dropped.length === 1 && added.length === 1)
      return [`${subject}${dropped[0]}, now ${added[0]}`]
    return [
      ...dropped.map((target) => `${subject}${target} dropped`),
      ...added.map((target) => `${subject}${target} added`),
    ]
  })
}

function targetsByColumns(
  keys: readonly ForeignKeyDescriptor[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const targets = new Map<string, Set<string>>()
  for (const { columns, references } of keys) {
    const table = nameInQuery({ schema: references.schema, name: references.table })
    const target = `${table} (${listed(references.columns)})`
    targets.set(listed(columns), (targets.get(listed(columns)) ?? new Set<string>()).add(target))
  }
  return targets
}

function personalChange(
  subject: string,
  before: string | undefined,
  after: string | undefined,
): readonly string[] {
  if (before === after) return []
  return [`${subject}: ${after === undefined ? 'no longer personal' : `now personal (${after})`}`]
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
