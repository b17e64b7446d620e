import { type Connection, type ResultColumn, valueReader } from '@carmilla/extract'
import type { AcceptedDefinition, RecordEntry } from './create-task.ts'
import { describeSource } from './describe-source.ts'
import { TransformError } from './errors.ts'
import { loadLookup, type LookupTable } from './lookup-table.ts'
import type { LookupDefinition } from './lookup.ts'
import { CODEGEN_HINT, matchRecord, showType } from './match-record.ts'
import { markPersonal } from './personal/mark-personal.ts'
import { PartitionSplitter } from './partition-splitter.ts'
import type { RecordReader } from './record-reader.ts'
import { nullingReader } from './nulling-reader.ts'
import { createRowCursor } from './row-cursor.ts'
import { TaskReader } from './task-reader.ts'
import type { OpenOptions } from './task.ts'

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
  const described = await describeSource(definition.source, connection, `task \`${options.name}\``)
  const source = markPersonal(described, definition.personal)
  const columns = matchRecord(definition.entries, source, options.name)
  const lookups = await loadLookups(definition.lookups, connection, options)
  const binary = new Set(
    columns.flatMap((column) => ('binary' in column && column.binary ? [column.sourceIndex] : [])),
  )
  return new TaskReader({
    name: options.name,
    connection,
    query: definition.source,
    source,
    cursor: createRowCursor<View>(source, binary),
    columns,
    binary,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are the definition's, and every view is a LookupTable
    lookups: lookups as Views,
    lookupNotes: Object.values(lookups).flatMap((table) => table.notes),
    where: definition.where,
    facts: definition.facts,
    nullRemedy: definition.nullRemedy,
    splitter: matchPartition(definition, source, options.name),
    signal: options.signal,
  })
}

async function loadLookups(
  lookups: Readonly<Record<string, LookupDefinition>>,
  connection: Connection,
  options: OpenOptions,
): Promise<Readonly<Record<string, LookupTable>>> {
  const tables: Record<string, LookupTable> = {}
  for (const [name, lookup] of Object.entries(lookups)) {
    tables[name] = await loadLookup(name, lookup, connection, {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.lookupBytes === undefined ? {} : { maxBytes: options.lookupBytes }),
    })
  }
  return tables
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
