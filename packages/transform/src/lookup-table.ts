import { type Connection, type ResultColumn, valueReader, type WireBatch } from '@carmilla/extract'
import { TransformError } from './errors.ts'
import type { LookupDefinition } from './lookup.ts'

/** Most bytes that the values of one lookup may take as they come over the wire. */
export const DEFAULT_LOOKUP_BYTES: number = 256 * 1024 * 1024

/** A lookup's rows in memory, by key. */
export interface LookupTable {
  get(key: unknown): object | undefined
  readonly rows: number
}

/**
 * Reads a lookup's query and keeps one row for each key.
 *
 * @throws {TransformError} `unrepresentable_value`, `lookup_ambiguous`, `lookup_unordered`, `lookup_too_large`
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
  const columns = await connection.describe(definition.query)
  const rows = new Map<unknown, { readonly values: object; readonly bytes: number }>()
  const maxBytes = options.maxBytes ?? DEFAULT_LOOKUP_BYTES
  let usedBytes = 0
  const readers = columns.map(({ type }) => valueReader(type))
  for await (const batch of connection.batches(definition.query, options)) {
    for (let row = 0; row < batch.rows; row++) {
      const values = readRow({ name, columns, readers }, batch, row)
      const key = values[definition.key]
      if (key === null) continue
      const known = rows.get(key)
      if (known !== undefined && definition.keep === 'first') continue
      if (known !== undefined && definition.keep === 'only') {
        throw ambiguous(name, definition.key, key)
      }
      const bytes = rowBytes(batch, row, columns.length)
      usedBytes += bytes - (known?.bytes ?? 0)
      if (usedBytes > maxBytes) throw tooLarge(name, maxBytes)
      rows.set(key, { values, bytes })
    }
  }
  return { rows: rows.size, get: (key) => rows.get(key)?.values }
}

interface LookupColumns {
  readonly name: string
  readonly columns: readonly ResultColumn[]
  readonly readers: readonly ReturnType<typeof valueReader>[]
}

function readRow(
  { name, columns, readers }: LookupColumns,
  batch: WireBatch,
  row: number,
): Record<string, unknown> {
  return Object.fromEntries(
    columns.map((column, index) => {
      const position = batch.positions[index * batch.capacityRows + row] ?? -1
      const read = readers[index]
      if (position < 0 || read === undefined) return [column.name, null]
      try {
        return [column.name, read(batch, position)]
      } catch (cause) {
        throw unrepresentable(name, column.name, cause)
      }
    }),
  )
}

function rowBytes(batch: WireBatch, row: number, columns: number): number {
  let bytes = 0
  for (let index = 0; index < columns; index++) {
    const position = batch.positions[index * batch.capacityRows + row] ?? -1
    if (position >= 0) bytes += batch.view.getInt32(position - 4)
  }
  return bytes
}

function ambiguous(name: string, column: string, key: unknown): TransformError {
  return new TransformError(
    'lookup_ambiguous',
    `lookup \`${name}\`: several rows have ${column} = ${String(key)}; order the query and say keep: 'first' or 'last'`,
  )
}

function unrepresentable(name: string, column: string, cause: unknown): TransformError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new TransformError(
    'unrepresentable_value',
    `lookup \`${name}\` column \`${column}\`: ${message}`,
    { cause },
  )
}

function tooLarge(name: string, maxBytes: number): TransformError {
  return new TransformError(
    'lookup_too_large',
    `lookup \`${name}\` is larger than ${maxBytes} bytes; join the table in the source query instead`,
  )
}
