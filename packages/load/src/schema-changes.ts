import { isDeepStrictEqual } from 'node:util'
import {
  type RecordSchema,
  type RecordField,
  type RecordType,
  showRecordType,
} from '@carmilla/transform'
import type { TableVersion } from './catalog.ts'
import { LoadError } from './errors.ts'

/** What can become of a column from one version of a table to the next. */
export const SCHEMA_CHANGE_KINDS = [
  'added',
  'removed',
  'retyped',
  'narrowed',
  'widened',
  'nullability',
  'partition_keys',
] as const
export type SchemaChangeKind = (typeof SCHEMA_CHANGE_KINDS)[number]

/** A difference that readers of the version before will see. */
export interface SchemaChange {
  readonly kind: SchemaChangeKind
  /** Absent for the partition keys, which are the table's. */
  readonly column?: string
  /** `breaking`: a query that ran on the version before may fail, or mean something else. */
  readonly severity: 'compatible' | 'breaking'
  /** One sentence, in the words of a reader. */
  readonly sentence: string
}

/** The columns and partition keys of a table, of a version that is live or one that may be. */
export type TableShape = Pick<TableVersion, 'schema' | 'partitionKeys'>

/** Every difference between two tables of one name: of their columns, then of their partitions. */
export function tableChanges(before: TableShape, after: TableShape): readonly SchemaChange[] {
  return [
    ...schemaChanges(before.schema, after.schema),
    ...partitionKeyChanges(before.partitionKeys, after.partitionKeys),
  ]
}

/**
 * Every difference between two schemas, by column name: first what became of the columns before, in
 * their order, then what is new. The order of columns is none: readers of Parquet go by name.
 */
export function schemaChanges(before: RecordSchema, after: RecordSchema): readonly SchemaChange[] {
  const namesBefore = new Set(before.map(({ name }) => name))
  const changes = before.flatMap((was): SchemaChange[] => {
    const is = after.find(({ name }) => name === was.name)
    if (is === undefined) {
      const sentence = `column \`${was.name}\` is gone: a query that names it fails`
      return [{ kind: 'removed', column: was.name, severity: 'breaking', sentence }]
    }
    return [
      ...typeChanges(was.name, was.type, is.type),
      ...nullabilityChanges(was.name, was.optional, is.optional),
      ...fieldChanges(was.name, was.type, is.type),
    ]
  })
  const added = after
    .filter(({ name }) => !namesBefore.has(name))
    .map(({ name, type }): SchemaChange => {
      const sentence = `column \`${name}\`, ${showRecordType(type)}, is new: a query that does not name it is as before`
      return { kind: 'added', column: name, severity: 'compatible', sentence }
    })
  return [...changes, ...added]
}

/**
 * Refuses to put `after` in the place of `before` when a reader of `before` may fail.
 *
 * @throws {LoadError} `breaking_change` with every change that breaks
 */
export function checkCompatible(table: string, before: TableShape, after: TableShape): void {
  const breaking = tableChanges(before, after).filter(({ severity }) => severity === 'breaking')
  if (breaking.length === 0) return
  throw new LoadError(
    'breaking_change',
    `table \`${table}\` would break its readers: ${breaking.map(({ sentence }) => sentence).join('; ')}; nothing was published, --allow-breaking publishes it all the same`,
    { context: { table, changes: breaking.length } },
  )
}

function typeChanges(column: string, was: RecordType, is: RecordType): SchemaChange[] {
  const relation = relationOf(was, is)
  const types = `${showRecordType(is)} instead of ${showRecordType(was)}`
  switch (relation) {
    case 'same':
      return []
    case 'widened': {
      const sentence = `column \`${column}\` is ${types}: it holds all that it held, and more`
      return [{ kind: relation, column, severity: 'compatible', sentence }]
    }
    case 'narrowed': {
      const sentence = `column \`${column}\` is ${types}: it is narrower, what a query computes with it may overflow or be cut`
      return [{ kind: relation, column, severity: 'breaking', sentence }]
    }
    case 'retyped': {
      const sentence = `column \`${column}\` is ${types}: a query that compares or computes with it fails, or means something else`
      return [{ kind: relation, column, severity: 'breaking', sentence }]
    }
  }
}

function nullabilityChanges(column: string, was: boolean, is: boolean): SchemaChange[] {
  if (was === is) return []
  const sentence = `column \`${column}\` ${is ? 'may be NULL now' : 'is never NULL now'}`
  return [{ kind: 'nullability', column, severity: 'compatible', sentence }]
}

/** Fields of structs, however deep, that may be NULL now and might not before, or the other way round. */
function fieldChanges(column: string, was: RecordType, is: RecordType): SchemaChange[] {
  return nullableFields(was, is, '').map(({ path, optional }): SchemaChange => {
    const sentence = `field \`${path}\` of column \`${column}\` ${optional ? 'may be NULL now' : 'is never NULL now'}`
    return { kind: 'nullability', column, severity: 'compatible', sentence }
  })
}

interface NullableField {
  /** Names of fields, outermost first, with dots; lists and maps between them have none. */
  readonly path: string
  /** Whether it may be NULL now. */
  readonly optional: boolean
}

function nullableFields(was: RecordType, is: RecordType, prefix: string): NullableField[] {
  if (was.kind === 'list' && is.kind === 'list') {
    return nullableFields(was.element, is.element, prefix)
  }
  if (was.kind === 'map' && is.kind === 'map') return nullableFields(was.value, is.value, prefix)
  if (was.kind !== 'struct' || is.kind !== 'struct') return []
  return was.fields.flatMap((field) => {
    const now = is.fields.find(({ name }) => name === field.name)
    if (now === undefined) return []
    const path = prefix + field.name
    return [
      ...(field.optional === now.optional ? [] : [{ path, optional: now.optional }]),
      ...nullableFields(field.type, now.type, `${path}.`),
    ]
  })
}

function partitionKeyChanges(was: readonly string[], is: readonly string[]): SchemaChange[] {
  if (isDeepStrictEqual(was, is)) return []
  const sentence = `the table is partitioned ${byKeys(is)} instead of ${byKeys(was)}: a query that names a key that is gone fails`
  return [{ kind: 'partition_keys', severity: 'breaking', sentence }]
}

function byKeys(keys: readonly string[]): string {
  return keys.length === 0 ? 'not at all' : `by ${keys.map((key) => `\`${key}\``).join(', ')}`
}

type Relation = 'same' | 'widened' | 'narrowed' | 'retyped'

function relationOf(was: RecordType, is: RecordType): Relation {
  if (isDeepStrictEqual(was, is) || (isString(was) && isString(is))) return 'same'
  if (was.kind === 'list' && is.kind === 'list') return relationOf(was.element, is.element)
  if (was.kind === 'struct' && is.kind === 'struct') return structRelation(was.fields, is.fields)
  if (was.kind === 'map' && is.kind === 'map') {
    return together([relationOf(was.key, is.key), relationOf(was.value, is.value)])
  }
  if (holds(is, was)) return 'widened'
  return holds(was, is) ? 'narrowed' : 'retyped'
}

/** A struct with a field more holds all that it held; one that lacks a field does not. */
function structRelation(was: readonly RecordField[], is: readonly RecordField[]): Relation {
  const kept = was.map((field) => {
    const now = is.find(({ name }) => name === field.name)
    return now === undefined ? 'retyped' : relationOf(field.type, now.type)
  })
  return together(is.length > was.length ? [...kept, 'widened'] : kept)
}

/** The relation of types whose parts have these: wider in one and narrower in another is neither. */
function together(relations: readonly Relation[]): Relation {
  const found = new Set(relations.filter((relation) => relation !== 'same'))
  if (found.size > 1) return 'retyped'
  return [...found][0] ?? 'same'
}

/** All of these are STRING in the file, and `string` to readers. */
function isString({ kind }: RecordType): boolean {
  return kind === 'text' || kind === 'uuid' || kind === 'json'
}

const WHOLE_NUMBERS: readonly string[] = ['int16', 'int32', 'int64']
const FLOATS: readonly string[] = ['float32', 'float64']

/** Whether `wide` has every value of `narrow`, and they mean the same in it. */
function holds(wide: RecordType, narrow: RecordType): boolean {
  if (wide.kind === 'decimal' && narrow.kind === 'decimal') {
    const wholeDigits = wide.precision - wide.scale
    return wide.scale >= narrow.scale && wholeDigits >= narrow.precision - narrow.scale
  }
  if (wide.kind === 'timestamp' && narrow.kind === 'timestamp') {
    return wide.utc === narrow.utc && wide.unit === 'micros' && narrow.unit === 'millis'
  }
  return [WHOLE_NUMBERS, FLOATS].some(
    (family) =>
      family.includes(narrow.kind) && family.indexOf(wide.kind) > family.indexOf(narrow.kind),
  )
}
