import { type OriginTable, type ResultColumn, valueReader, type WireBatch } from '@carmilla/extract'
import { shownValue } from './shown-value.ts'
import { isUnrepresentable } from './unrepresentable.ts'

/** A row of a query's result. */
export interface RowPlace {
  readonly batch: WireBatch
  /** Its index in the batch. */
  readonly row: number
  /** Its number in the whole result, from 1. */
  readonly number: number
  /** Indexes of columns that come in binary although they would come as printed: they name nothing. */
  readonly binary?: ReadonlySet<number>
}

/** How a message names a row. */
export interface RowName {
  /** `row with id = 42`, or `row 17 of the result` when no primary key was selected. */
  readonly name: string
  /** What would name it better. */
  readonly hint?: string
}

/**
 * Names a row by the primary key of the table that `column` comes from; without such a column or key,
 * by every primary key that the result has, which are several for a join. A key that is NULL, as
 * that of an outer join's missing row, names nothing.
 */
export function nameRow(
  columns: readonly ResultColumn[],
  place: RowPlace,
  column?: ResultColumn,
): RowName {
  const tables = tablesOf(columns)
  const own = tables.filter(({ oid }) => oid === column?.origin?.table.oid)
  for (const candidates of [own, tables]) {
    const isQualified = tables.length > 1 && candidates !== own
    const keys = candidates.flatMap((table) => {
      const key = selectedKey(columns, table)
      return key === undefined ? [] : keyTexts(key, place, isQualified)
    })
    if (keys.length > 0) return { name: `row with ${keys.join(', ')}` }
  }
  const name = `row ${place.number} of the result`
  const table = [...own, ...tables].find((candidate) => candidate.primaryKey.length > 0)
  if (table === undefined || selectedKey(columns, table) !== undefined) return { name }
  const key = table.primaryKey.map((part) => (tables.length > 1 ? `${table.name}.${part}` : part))
  return { name, hint: `select the primary key (${key.join(', ')}) to see which row` }
}

/** ` (public.orders.total)`: the column of a table that a column of a result shows, if any. */
export function shownOrigin({ origin }: ResultColumn): string {
  if (origin === undefined) return ''
  const { table, column } = origin
  return ` (${[table.schema, table.name, column].map(shownIdentifier).join('.')})`
}

/** As SQL writes it, but for words that are reserved. */
function shownIdentifier(name: string): string {
  return /^[\p{Ll}_][\p{Ll}\d_$]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

/** The tables of a result, each once. */
function tablesOf(columns: readonly ResultColumn[]): readonly OriginTable[] {
  const tables = columns.flatMap(({ origin }) => (origin === undefined ? [] : [origin.table]))
  return [...new Map(tables.map((table) => [table.oid, table])).values()]
}

/** The columns of a result that hold the primary key of a table; `undefined` when one is missing. */
function selectedKey(
  columns: readonly ResultColumn[],
  { oid, primaryKey }: OriginTable,
): readonly SelectedKeyColumn[] | undefined {
  const parts = primaryKey.map((part) =>
    columns.flatMap((column, index) =>
      column.origin?.table.oid === oid && column.origin.column === part ? [{ column, index }] : [],
    ),
  )
  return parts.length === 0 || parts.some((found) => found.length === 0) ? undefined : parts.flat()
}

interface SelectedKeyColumn {
  readonly column: ResultColumn
  /** Where it stands in the result. */
  readonly index: number
}

/**
 * `id = 42` for each column of a key that is not NULL. A table that is joined to itself has its key
 * more than once, and only the query's names tell which is which.
 */
function keyTexts(
  key: readonly SelectedKeyColumn[],
  place: RowPlace,
  isQualified: boolean,
): readonly string[] {
  const names = key.map(({ column }) => column.origin?.column)
  const isRepeated = new Set(names).size < names.length
  return key.flatMap(({ column, index }) => {
    const value = place.binary?.has(index) === true ? null : valueAt(place, column, index)
    if (value === null) return []
    const table = isQualified && !isRepeated ? `${column.origin?.table.name}.` : ''
    const name = isRepeated ? column.name : (column.origin?.column ?? column.name)
    return [`${table}${name} = ${shownValue(column, value)}`]
  })
}

function valueAt({ batch, row }: RowPlace, { type }: ResultColumn, index: number): unknown {
  const position = batch.positions[index * batch.capacityRows + row] ?? -1
  if (position < 0) return null
  try {
    return valueReader(type)(batch, position)
  } catch (error) {
    if (isUnrepresentable(error)) return error.context['value']
    throw error
  }
}
