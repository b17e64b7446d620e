import type { SourceQuery } from '@carmilla/extract'
import { type Column, type InternalColumn } from './column.ts'
import type { Derived } from './derived.ts'
import type { Expectations } from './expectations.ts'
import { TransformError } from './errors.ts'
import type { LookupDefinition } from './lookup.ts'
import { openReader } from './open-reader.ts'
import type { PartitionScheme } from './partition-scheme.ts'
import type { RecordField } from './record-type.ts'
import type { Task, TaskColumn } from './task.ts'

/** A record column by its name: one that passes through, is computed, or is only read. */
export type RecordEntry<Row, Views, Facts> = readonly [
  name: string,
  declared: Column | InternalColumn | Derived<Row, Views, Facts, Column>,
]

/** What is left of a definition once the compiler has accepted it. */
export interface AcceptedDefinition<View, Views, Facts> {
  readonly source: SourceQuery
  readonly lookups: Readonly<Record<string, LookupDefinition>>
  readonly where: ((row: View, lookups: Views) => boolean) | undefined
  readonly facts: ((row: View, lookups: Views) => Facts) | undefined
  readonly partition: PartitionScheme | undefined
  readonly expect: Expectations
}

/** Turns a definition that the compiler has accepted into a task. */
export function createTask<View, Views, Facts>(
  definition: AcceptedDefinition<View, Views, Facts>,
  record: Readonly<Record<string, unknown>>,
): Task {
  return createTaskOf(definition, recordEntries<View, Views, Facts>(record))
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
    open: (connection, options) => openReader({ ...definition, entries }, connection, options),
  }
}

function recordEntries<Row, Views, Facts>(
  record: Readonly<Record<string, unknown>>,
): readonly RecordEntry<Row, Views, Facts>[] {
  return Object.entries(record).map(([name, declared]) => {
    if (!isDeclared<Row, Views, Facts>(declared)) {
      throw new TransformError('record_mismatch', `record column \`${name}\` is not a column`)
    }
    return [name, declared]
  })
}

function isDeclared<Row, Views, Facts>(value: unknown): value is RecordEntry<Row, Views, Facts>[1] {
  if (typeof value !== 'object' || value === null) return false
  return 'decoder' in value || 'internal' in value || 'compute' in value
}

function fieldOf<Row, Views, Facts>([name, declared]: RecordEntry<
  Row,
  Views,
  Facts
>): RecordField[] {
  if ('internal' in declared) return []
  const column = 'compute' in declared ? declared.column : declared
  return [{ name, type: column.type, optional: column.optional }]
}

function taskColumnOf<Row, Views, Facts>([name, declared]: RecordEntry<
  Row,
  Views,
  Facts
>): TaskColumn[] {
  if ('internal' in declared) return []
  const derived = 'compute' in declared
  const { fit, unrepresentable, mismatch } = derived ? declared.column : declared
  // A part that becomes NULL is told of the column, as a whole value would be.
  const policy = mismatch === 'null' ? mismatch : unrepresentable
  return [{ name, derived, fit, unrepresentable: policy }]
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
