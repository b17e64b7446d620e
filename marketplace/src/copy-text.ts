/**
 * The text format of COPY: one line per row, tabs between columns, `\N` for NULL, backslash
 * escapes.
 *
 * @see https://www.postgresql.org/docs/current/sql-copy.html (File Formats, Text Format)
 */

/** A value of a row: numbers as they print, everything else in the input syntax of its type. */
export type CopyValue = string | number | boolean | null | readonly (string | null)[]

/** A row by column name. All rows of a table have the same columns in the same order. */
export type Row = Readonly<Record<string, CopyValue>>

/** Encodes a row, line feed included. */
export function copyLine(row: Row): string {
  let line = ''
  let separator = ''
  for (const column in row) {
    line += separator + copyField(row[column] ?? null)
    separator = '\t'
  }
  return `${line}\n`
}

/** Writes an array of text in the input syntax of `text[]`. */
export function arrayLiteral(elements: readonly (string | null)[]): string {
  return `{${elements.map((element) => (element === null ? 'NULL' : quoted(element))).join()}}`
}

function copyField(value: CopyValue): string {
  if (value === null) return '\\N'
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  return escaped(arrayLiteral(value))
}

function quoted(element: string): string {
  return `"${element.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
}

function escaped(text: string): string {
  if (!SPECIAL.test(text)) return text
  return text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character)
}
