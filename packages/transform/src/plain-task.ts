import type { Connection, ResultColumn, SourceQuery } from '@carmilla/extract'
import type { Column } from './column.ts'
import { createTaskOf } from './create-task.ts'
import { TransformError } from './errors.ts'
import type { Expectations } from './expectations.ts'
import type { ShardableSource } from './shardable-source.ts'
import type { Task } from './task.ts'

/** A column of a {@link plainTask}. */
export interface PlainColumn {
  /** Its name in the record, whatever the query calls it. */
  readonly name: string
  readonly column: Column
  /** Comment of the source column, for the catalog. */
  readonly comment?: string
}

/** A query, and a record column for each of its columns, in its order. */
export interface PlainTaskDefinition {
  readonly source: SourceQuery
  readonly columns: readonly PlainColumn[]
  readonly expect?: Expectations
  /** How the query can be read in parts; as a whole by default. */
  readonly shards?: ShardableSource
  /** What to do so that a value which does not fit becomes NULL, for messages. */
  readonly nullRemedy?: string
}

/**
 * Makes a task at run time: every column of the query is written as it is, and nothing is derived.
 *
 * Columns are paired by position: Postgres cuts names at 63 bytes, and a query may return a name
 * twice.
 */
export function plainTask({
  source,
  columns,
  expect = {},
  shards,
  nullRemedy,
}: PlainTaskDefinition): Task {
  const task = createTaskOf(
    {
      source,
      lookups: {},
      where: undefined,
      facts: undefined,
      partition: undefined,
      expect,
      personal: new Map(),
      shards,
      ...(nullRemedy === undefined ? {} : { nullRemedy }),
    },
    columns.map(({ name, column }) => [name, column]),
  )
  const names = columns.map(({ name }) => name)
  return {
    ...task,
    schema: task.schema.map((field, index) => {
      const comment = columns[index]?.comment
      return comment === undefined ? field : { ...field, comment }
    }),
    open: (connection, options) => task.open(named(connection, names, options.name), options),
  }
}

/** A connection that calls the columns of the task's query by their names in the record. */
function named(connection: Connection, names: readonly string[], task: string): Connection {
  return {
    backendPid: connection.backendPid,
    describe: async (query) => rename(await connection.describe(query), names, task),
    batches: (query, options) => connection.batches(query, options),
    close: () => connection.close(),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}

function rename(
  columns: readonly ResultColumn[],
  names: readonly string[],
  task: string,
): readonly ResultColumn[] {
  if (columns.length !== names.length) {
    throw new TransformError(
      'record_mismatch',
      `task \`${task}\`: the query returns ${columns.length} columns, expected ${names.length}`,
    )
  }
  return columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }))
}
