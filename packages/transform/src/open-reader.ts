import {
  type ColumnDecoder,
  type Connection,
  type ResultColumn,
  valueReader,
} from '@carmilla/extract'
import type { UnrepresentablePolicy } from './column.ts'
import type { AcceptedDefinition, RecordEntry } from './create-task.ts'
import { type DerivedColumn, createDerivedColumn } from './derived-column.ts'
import { TransformError } from './errors.ts'
import { NoteCounts } from './note-counts.ts'
import { NullingDecoder } from './nulling-decoder.ts'
import { loadLookup } from './lookup-table.ts'
import type { LookupDefinition } from './lookup.ts'
import type { PartitionScheme } from './partition-scheme.ts'
import { PartitionSplitter } from './partition-splitter.ts'
import type { PassedColumn } from './passed-column.ts'
import type { RecordReader } from './record-reader.ts'
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
  const source = await connection.describe(definition.source)
  const columns = matchRecord(definition, source, options.name)
  return new TaskReader({
    name: options.name,
    connection,
    query: definition.source,
    cursor: createRowCursor<View>(source),
    columns,
    lookups: await loadLookups<Views>(definition.lookups, connection, options),
    where: definition.where,
    facts: definition.facts,
    splitter: matchPartition(definition.partition, source, options.name),
    signal: options.signal,
  })
}

/** Pairs every written column with its source; every mismatch is named, not only the first. */
function matchRecord<View, Views, Facts>(
  { entries }: ReaderDefinition<View, Views, Facts>,
  source: readonly ResultColumn[],
  task: string,
): readonly (PassedColumn | DerivedColumn<View, Views, Facts>)[] {
  const faults: string[] = []
  const columns = entries.flatMap<PassedColumn | DerivedColumn<View, Views, Facts>>(
    ([name, declared]) => {
      if ('compute' in declared) return [createDerivedColumn(name, declared)]
      const sourceIndex = source.findIndex((column) => column.name === name)
      const found = source[sourceIndex]
      if (found === undefined) {
        faults.push(`column \`${name}\`: the query does not return it`)
        return []
      }
      if ('internal' in declared) return []
      const decoder = declared.decoder(found.type)
      if (decoder === undefined) {
        faults.push(
          `column \`${name}\`: the database has ${showType(found)}, the record ${declared.type.kind}`,
        )
        return []
      }
      return [passedColumn(name, sourceIndex, decoder, declared.unrepresentable)]
    },
  )
  if (faults.length > 0) {
    throw new TransformError(
      'record_mismatch',
      `task \`${task}\` ${faults.join('; ')}; run \`make codegen\`, then let the compiler show what to change`,
    )
  }
  return columns
}

function passedColumn(
  name: string,
  sourceIndex: number,
  decoder: ColumnDecoder,
  unrepresentable: UnrepresentablePolicy,
): PassedColumn {
  const counts = new NoteCounts(name)
  return {
    name,
    sourceIndex,
    decoder: unrepresentable === 'null' ? new NullingDecoder(decoder, counts) : decoder,
    notes: () => counts.notes(),
  }
}

function showType({ type }: ResultColumn): string {
  switch (type.kind) {
    case 'numeric':
      return type.precision === null ? 'numeric' : `numeric(${type.precision},${type.scale})`
    case 'array':
      return 'an array'
    case 'enum':
    case 'unsupported':
      return type.name
    default:
      return type.kind
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

function matchPartition(
  scheme: PartitionScheme | undefined,
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
      }; run \`make codegen\`, then let the compiler show what to change`,
    )
  }
  return new PartitionSplitter(scheme, sourceIndex, valueReader(found.type))
}
