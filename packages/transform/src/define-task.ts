import type { SelectQueryBuilder } from 'kysely'
import type { CheckRecord } from './check.ts'
import type { InternalColumn } from './column.ts'
import type { Derive } from './derived.ts'
import type { Expectations } from './expectations.ts'
import type { FileOptions } from './file-options.ts'
import type { LookupDefinition, LookupViews, RowView } from './lookup.ts'
import type { PartitionScheme } from './partition-scheme.ts'
import { partitioning, type Partitioning } from './partitioning.ts'
import { createTask } from './create-task.ts'
import { personalColumnsOf } from './personal/personal-columns.ts'
import { shardableQuery } from './shardable-query.ts'
import type { Task } from './task.ts'

/** Everything a task says. */
export interface TaskDefinition<
  DB,
  Tables extends keyof DB,
  Row,
  Lookups extends Record<string, LookupDefinition>,
  Facts,
  Columns extends Record<string, unknown>,
> {
  /** The query whose rows are read: what it selects is all that leaves the database. */
  readonly source: SelectQueryBuilder<DB, Tables, Row>
  /** Further queries, read into memory in the same snapshot and found by key. */
  readonly lookups?: Lookups
  /** Which rows become records; rows for which it is false are read and dropped. */
  readonly where?: (row: RowView<Row>, lookups: LookupViews<Lookups>) => boolean
  /** Values that several derived columns share; computed once a row. */
  readonly facts?: (row: RowView<Row>, lookups: LookupViews<Lookups>) => Facts
  /** The columns that are written, in file order. */
  readonly record: (columns: {
    /** Declares a column that a function of the row computes. */
    readonly derive: Derive<RowView<Row>, LookupViews<Lookups>, Facts>
  }) => Columns & CheckRecord<Columns, NoInfer<Row>>
  /** How the files are partitioned; not at all by default. */
  readonly partitionBy?: (by: Partitioning<Row>) => PartitionScheme
  // The names of the columns that are written, spelt out: a message would show a name for them instead.
  /** What must hold of the record before a version is published. */
  readonly expect?: Expectations<
    {
      [Name in keyof Columns & string]: NoInfer<Columns>[Name] extends InternalColumn ? never : Name
    }[keyof Columns & string]
  >
  /** How the files are laid out; what is not said is the project's, and then the default. */
  readonly files?: FileOptions<
    {
      [Name in keyof Columns & string]: NoInfer<Columns>[Name] extends InternalColumn ? never : Name
    }[keyof Columns & string]
  >
}

/**
 * Defines a task: a query, and the record that its rows become.
 *
 * The record is checked against the query's row by the compiler: a column that is missing, unknown,
 * of another type, too narrow or wrongly nullable does not compile, and the error is the sentence
 * that says what to write instead.
 *
 * @example
 * export default defineTask({
 *   source: db.selectFrom('wares').select(['id', 'name']),
 *   record: () => ({ id: int32(), name: optional(text()) }),
 *   expect: { unique: ['id'] },
 * })
 */
export function defineTask<
  DB,
  Tables extends keyof DB,
  Row,
  const Columns extends Record<string, unknown>,
  Lookups extends Record<string, LookupDefinition> = Record<never, never>,
  Facts = undefined,
>(definition: TaskDefinition<DB, Tables, Row, Lookups, Facts, Columns>): Task {
  const { sql, parameters, query } = definition.source.compile()
  return createTask<RowView<Row>, LookupViews<Lookups>, Facts>(
    {
      source: { sql, parameters },
      lookups: definition.lookups ?? {},
      where: definition.where,
      facts: definition.facts,
      partition: definition.partitionBy?.(partitioning()),
      expect: definition.expect ?? {},
      personal: personalColumnsOf(query),
      shards: shardableQuery(definition.source, singleKeys(definition.expect ?? {})),
      files: definition.files ?? {},
    },
    definition.record({ derive: (column, compute) => ({ column, compute }) }),
  )
}

/** Columns that are unique on their own. */
function singleKeys({ unique = [] }: Expectations): readonly string[] {
  return unique.flatMap((key) => {
    const [name, ...others] = typeof key === 'string' ? [key] : key
    return name === undefined || others.length > 0 ? [] : [name]
  })
}
