import { type TableName, tableNames } from '../export/table-name.ts'

const IDENTIFIER = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\d_$]*)`
const TABLE = String.raw`(${IDENTIFIER}(?:\.${IDENTIFIER})?)(?:\s+as\s+${IDENTIFIER})?`
const LISTS = new RegExp(String.raw`\b(?:from|join)\s+(${TABLE}(?:\s*,\s*${TABLE})*)`, 'giu')
const TABLES = new RegExp(TABLE, 'giu')

/**
 * What stands after `from` and `join` in a query: its tables, and other things of their look (`from`
 * in `extract`, the name of a common table expression). Postgres knows better, but not of a query
 * that it refuses.
 */
export function tablesInQuery(sql: string): readonly TableName[] {
  return Array.from(sql.matchAll(LISTS)).flatMap(([, list = '']) =>
    Array.from(list.matchAll(TABLES)).flatMap(([, text = '']) => tableNames(text).slice(0, 1)),
  )
}
