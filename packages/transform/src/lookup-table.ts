import {
  type Connection,
  type ResultColumn,
  type ValueReader,
  type WireBatch,
} from '@carmilla/extract'
import { describeSource } from './describe-source.ts'
import { TransformError } from './errors.ts'
import type { LookupDefinition } from './lookup.ts'
import { NoteCounts, UNREPRESENTABLE } from './note-counts.ts'
import { markPersonal } from './personal/mark-personal.ts'
import { columnReader } from './personal/redact.ts'
import type { ReadNote } from './record-reader.ts'
import { rowFailure } from './row-failure.ts'
import { type RowPlace, shownOrigin } from './row-name.ts'
import { shownValue } from './shown-value.ts'
import { isUnrepresentable } from './unrepresentable.ts'

/** Most bytes of memory that the rows of one lookup may take, by {@link heldBytes}. */
export const DEFAULT_LOOKUP_BYTES: number = 256 * 1024 * 1024

/** A lookup's rows in memory, by key. */
export interface LookupTable {
  get(key: unknown): object | undefined
  readonly rows: number
  /** Values that became NULL, by `<lookup>.<column>`. */
  readonly notes: readonly ReadNote[]
}

/**
 * Reads a lookup's query and keeps one row for each key.
 *
 * @throws {TransformError} `record_mismatch` when it names what the database lacks,
 * `unrepresentable_value`, `lookup_ambiguous`, `lookup_unordered`, `lookup_too_large`
 */
export async function loadLookup(
  name: string,
  definition: LookupDefinition,
  connection: Connection,
  options: { readonly signal?: AbortSignal; readonly maxBytes?: number } = {},
): Promise<LookupTable> {
  if (definition.keep !== 'only' && !definition.ordered) {
    throw new TransformError(
      'lookup_unordered',
      `lookup \`${name}\` keeps the ${definition.keep} row, but its query has no order; add orderBy()`,
    )
  }
  const described = await describeSource(definition.query, connection, `lookup \`${name}\``)
  const source = markPersonal(described, definition.personal)
  const columns = source.map((column) => ({
    column,
    read: columnReader(column),
    counts: new NoteCounts(`${name}.${column.name}`),
  }))
  const reading = { name, definition, source, columns }
  const rows = new Map<unknown, { readonly values: object; readonly bytes: number }>()
  const maxBytes = options.maxBytes ?? DEFAULT_LOOKUP_BYTES
  let usedBytes = 0
  let rowsBefore = 0
  for await (const batch of connection.batches(definition.query, options)) {
    for (let row = 0; row < batch.rows; row++) {
      const values = readRow(reading, { batch, row, number: rowsBefore + row + 1 })
      const key = values[definition.key]
      if (key === null) continue
      const known = rows.get(key)
      if (known !== undefined && definition.keep === 'first') continue
      if (known !== undefined && definition.keep === 'only') {
        throw ambiguous(reading, key)
      }
      const bytes = heldBytes(batch, row, columns.length)
      usedBytes += bytes - (known?.bytes ?? 0)
      if (usedBytes > maxBytes) throw tooLarge(name, maxBytes)
      rows.set(key, { values, bytes })
    }
    rowsBefore += batch.rows
  }
  return {
    rows: rows.size,
    notes: columns.flatMap((column) => column.counts.notes()),
    get: (key) => rows.get(key)?.values,
  }
}

interface LookupReading {
  readonly name: string
  readonly definition: LookupDefinition
  /** Columns of the query's result. */
  readonly source: readonly ResultColumn[]
  /** The same, with what reads their values and counts those that became NULL. */
  readonly columns: readonly LookupColumn[]
}

interface LookupColumn {
  readonly column: ResultColumn
  readonly read: ValueReader
  readonly counts: NoteCounts
}

function readRow(reading: LookupReading, place: RowPlace): Record<string, unknown> {
  const { batch, row } = place
  return Object.fromEntries(
    reading.columns.map(({ column, read, counts }, index) => {
      const position = batch.positions[index * batch.capacityRows + row] ?? -1
      if (position < 0) return [column.name, null]
      try {
        return [column.name, read(batch, position)]
      } catch (cause) {
        if (reading.definition.unrepresentable === 'error' || !isUnrepresentable(cause)) {
          throw refused(reading, { column, place, cause })
        }
        counts.add(UNREPRESENTABLE)
        return [column.name, null]
      }
    }),
  )
}

/** What a row takes in memory, rather more than less: values, their objects, and the entry of the map. */
function heldBytes(batch: WireBatch, row: number, columns: number): number {
  let bytes = HELD_ROW_BYTES + columns * HELD_VALUE_BYTES
  for (let index = 0; index < columns; index++) {
    const position = batch.positions[index * batch.capacityRows + row] ?? -1
    if (position >= 0) bytes += 2 * batch.view.getInt32(position - 4)
  }
  return bytes
}

/** The entry of the map, which grows by doubling, and two objects. */
const HELD_ROW_BYTES = 120
/** A field, and the head of its value. */
const HELD_VALUE_BYTES = 32

function ambiguous({ name, definition, source }: LookupReading, key: unknown): TransformError {
  const column = source.find((candidate) => candidate.name === definition.key)
  const origin = column === undefined ? '' : shownOrigin(column)
  const shown = column === undefined ? '' : ` = ${shownValue(column, key)}`
  return new TransformError(
    'lookup_ambiguous',
    `lookup \`${name}\`: several rows have ${definition.key}${shown}${origin}; order the query and say keep: 'first' or 'last'`,
  )
}

function refused(
  { name, source }: LookupReading,
  {
    column,
    place,
    cause,
  }: { readonly column: ResultColumn; readonly place: RowPlace; readonly cause: unknown },
): TransformError {
  return rowFailure({
    subject: `lookup \`${name}\` column \`${column.name}\``,
    cause,
    columns: source,
    column,
    place,
    remedy: "read NULL and count it with lookup(…, { unrepresentable: 'null' })",
  })
}

function tooLarge(name: string, maxBytes: number): TransformError {
  return new TransformError(
    'lookup_too_large',
    `lookup \`${name}\` is larger than ${maxBytes} bytes; join the table in the source query instead`,
  )
}
