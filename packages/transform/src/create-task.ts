import type { ShardRange, SourceQuery } from '@carmilla/extract'
import type { InternalColumn } from './column.ts'
import type { Derived } from './derived.ts'
import type { Expectations } from './expectations.ts'
import type { FileOptions } from './file-options.ts'
import { TransformError } from './errors.ts'
import type { LookupDefinition } from './lookup.ts'
import { openReader } from './open-reader.ts'
import type { PersonalColumns } from './personal/personal-columns.ts'
import { type DeclaredColumn, personalUses, protectColumn } from './personal/protect-record.ts'
import { guarded } from './personal/redact.ts'
import type { RecordColumn } from './personal/treatment.ts'
import type { PartitionScheme } from './partition-scheme.ts'
import type { RecordField } from './record-type.ts'
import type { ShardableSource } from './shardable-source.ts'
import type { Task, TaskColumn } from './task.ts'

/** A record column by its name: one that passes through, is computed, or is only read. */
export type RecordEntry<Row, Views, Facts> = readonly [
  name: string,
  declared: RecordColumn | InternalColumn | Derived<Row, Views, Facts, RecordColumn>,
]

/** What is left of a definition once the compiler has accepted it. */
export interface AcceptedDefinition<View, Views, Facts> {
  readonly source: SourceQuery
  readonly lookups: Readonly<Record<string, LookupDefinition>>
  readonly where: ((row: View, lookups: Views) => boolean) | undefined
  readonly facts: ((row: View, lookups: Views) => Facts) | undefined
  readonly partition: PartitionScheme | undefined
  readonly expect: Expectations
  /** Columns of the source that hold personal data, by their names in the query. */
  readonly personal: PersonalColumns
  /** How the source can be read in parts; undefined when it can not. */
  readonly shards: ShardableSource | undefined
  readonly files?: FileOptions
  /** What to do so that a value which does not fit becomes NULL; the option of the column by default. */
  readonly nullRemedy?: string
}

/** Turns a definition that the compiler has accepted into a task. */
export function createTask<View, Views, Facts>(
  definition: AcceptedDefinition<View, Views, Facts>,
  record: Readonly<Record<string, unknown>>,
): Task {
  const { personal, lookups, where, facts } = definition
  const declared = declaredEntries<View, Views, Facts>(record)
  const uses = personalUses(declared, personal, lookups)
  const readsPersonal = uses.length > 0
  const entries = declared.map(([name, column]): RecordEntry<View, Views, Facts> => [
    name,
    protectColumn(name, column, personal, readsPersonal),
  ])
  const task = createTaskOf(
    {
      ...definition,
      where: where && readsPersonal ? guarded(where) : where,
      facts: facts && readsPersonal ? guarded(facts) : facts,
    },
    entries,
  )
  return { ...task, personal: uses }
}

/** Turns a definition and the entries of its record into a task. */
export function createTaskOf<View, Views, Facts>(
  definition: AcceptedDefinition<View, Views, Facts>,
  entries: readonly RecordEntry<View, Views, Facts>[],
): Task {
  return {
    source: definition.source,
    lookups: Object.keys(definition.lookups),
    schema: entries.flatMap(fieldOf),
    columns: entries.flatMap(taskColumnOf),
    partitionKeys: checkedKeys(
      definition.partition,
      entries.map(([name]) => name),
    ),
    expect: definition.expect,
    personal: [],
    ...(definition.shards === undefined ? {} : { shards: definition.shards }),
    open: (connection, options) =>
      openReader(
        { ...definition, entries, source: sourceOf(definition, options.range) },
        connection,
        options,
      ),
    ...(definition.files === undefined ? {} : { files: definition.files }),
  }
}

function sourceOf(
  { source, shards }: Pick<AcceptedDefinition<never, never, never>, 'source' | 'shards'>,
  range: ShardRange | undefined,
): SourceQuery {
  if (range === undefined) return source
  if (shards === undefined) throw new TypeError('a source that has no shards is read as a whole')
  return shards.restrict(range)
}

function declaredEntries<Row, Views, Facts>(
  record: Readonly<Record<string, unknown>>,
): readonly (readonly [name: string, declared: DeclaredColumn<Row, Views, Facts>])[] {
  return Object.entries(record).map(([name, declared]) => {
    if (!isDeclared<Row, Views, Facts>(declared)) {
      throw new TransformError('record_mismatch', `record column \`${name}\` is not a column`)
    }
    return [name, declared]
  })
}

function isDeclared<Row, Views, Facts>(value: unknown): value is DeclaredColumn<Row, Views, Facts> {
  if (typeof value !== 'object' || value === null) return false
  return ['decoder', 'internal', 'compute', 'written'].some((key) => key in value)
}

function fieldOf<Row, Views, Facts>([name, declared]: RecordEntry<
  Row,
  Views,
  Facts
>): RecordField[] {
  if ('internal' in declared) return []
  const column = 'compute' in declared ? declared.column : declared
  const { type, optional, personal } = column
  return [{ name, type, optional, ...(personal === undefined ? {} : { personal }) }]
}

function taskColumnOf<Row, Views, Facts>([name, declared]: RecordEntry<
  Row,
  Views,
  Facts
>): TaskColumn[] {
  if ('internal' in declared) return []
  const derived = 'compute' in declared
  const column = derived ? declared.column : declared
  const { fit, unrepresentable, mismatch, declarations = [] } = column
  // A part that becomes NULL is told of the column, as a whole value would be.
  const policy = mismatch === 'null' ? mismatch : unrepresentable
  return [{ name, derived, fit, unrepresentable: policy, declarations }]
}

function checkedKeys(
  partition: PartitionScheme | undefined,
  names: readonly string[],
): readonly string[] {
  const clash = partition?.keys.find((key) => names.includes(key))
  if (clash !== undefined) {
    throw new TransformError(
      'record_mismatch',
      `partition key \`${clash}\` is also a column of the record; name the key otherwise`,
    )
  }
  return partition?.keys ?? []
}
