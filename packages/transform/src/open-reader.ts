import {
  type Connection,
  ExtractError,
  type ResultColumn,
  type SourceQuery,
  valueReader,
} from '@carmilla/extract'
import type { AcceptedDefinition, RecordEntry } from './create-task.ts'
import { TransformError } from './errors.ts'
import { loadLookup } from './lookup-table.ts'
import type { LookupDefinition } from './lookup.ts'
import { CODEGEN_HINT, matchRecord, showType } from './match-record.ts'
import { PartitionSplitter } from './partition-splitter.ts'
import type { RecordReader } from './record-reader.ts'
import { nullingReader } from './nulling-reader.ts'
import { createRowCursor } from './row-cursor.ts'
import { TaskReader } from './task-reader.ts'
import type { OpenOptions } from './task.ts'

/** SQLSTATEs of a query that names what does not exist: a column, a table, a schema. */
const NOT_THERE: ReadonlySet<unknown> = new Set(['42703', '42P01', '3F000'])

/** What a reader needs of a task. */
export interface ReaderDefinition<View, Views, Facts> extends AcceptedDefinition<
  View,
  Views,
  Facts
> {
  readonly entries: readonly RecordEntry<View, Views, Facts>[]
}

/** Implements {@link Task.open}. */
export async function openReader<View, Views, Facts>(
  definition: ReaderDefinition<View, Views, Facts>,
  connection: Connection,
  options: OpenOptions,
): Promise<RecordReader> {
  const source = await describe(definition.source, connection, options.name)
  const columns = matchRecord(definition.entries, source, options.name)
  return new TaskReader({
    name: options.name,
    connection,
    query: definition.source,
    cursor: createRowCursor<View>(source),
    columns,
    lookups: await loadLookups<Views>(definition.lookups, connection, options),
    where: definition.where,
    facts: definition.facts,
    splitter: matchPartition(definition, source, options.name),
    signal: options.signal,
  })
}

/** Describes the source; what it names and the database lacks is a mismatch, not a failed query. */
async function describe(
  source: SourceQuery,
  connection: Connection,
  task: string,
): Promise<readonly ResultColumn[]> {
  try {
    return await connection.describe(source)
  } catch (cause) {
    if (!(cause instanceof ExtractError) || !NOT_THERE.has(cause.context['sqlState'])) throw cause
    throw new TransformError(
      'record_mismatch',
      `task \`${task}\`: ${cause.message.replace(/;.*/, '')}; ${CODEGEN_HINT}`,
      { cause },
    )
  }
}

async function loadLookups<Views>(
  lookups: Readonly<Record<string, LookupDefinition>>,
  connection: Connection,
  options: OpenOptions,
): Promise<Views> {
  const tables: Record<string, unknown> = {}
  for (const [name, lookup] of Object.entries(lookups)) {
    tables[name] = await loadLookup(name, lookup, connection, {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.lookupBytes === undefined ? {} : { maxBytes: options.lookupBytes }),
    })
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are the definition's, and every view is a LookupTable
  return tables as Views
}

function matchPartition<View, Views, Facts>(
  { partition: scheme, entries }: ReaderDefinition<View, Views, Facts>,
  source: readonly ResultColumn[],
  task: string,
): PartitionSplitter | undefined {
  if (scheme === undefined) return undefined
  const sourceIndex = source.findIndex((column) => column.name === scheme.column)
  const found = source[sourceIndex]
  if (found === undefined || !scheme.accepts(found.type)) {
    throw new TransformError(
      'record_mismatch',
      `task \`${task}\` cannot be partitioned by \`${scheme.column}\`: the database has ${
        found === undefined ? 'no such column' : showType(found)
      }; ${CODEGEN_HINT}`,
    )
  }
  const written = entries.find(([name]) => name === scheme.column)?.[1]
  const nulling =
    written !== undefined && 'decoder' in written && written.unrepresentable === 'null'
  const read = valueReader(found.type)
  return new PartitionSplitter(scheme, sourceIndex, nulling ? nullingReader(read) : read)
}
