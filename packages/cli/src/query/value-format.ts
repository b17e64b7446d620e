import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  type DuckDBValue,
} from '@duckdb/node-api'

// Instants are shown in UTC, as they are stored, whatever the zone of this machine.
DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0

/** A value for people: `NULL`, `12.50`, `2026-03-01 12:00:00`, `[1, NULL]`. */
export function formatText(value: DuckDBValue): string {
  if (value === null) return 'NULL'
  if (isList(value)) return `[${value.items.map(formatElement).join(', ')}]`
  if (value instanceof DuckDBStructValue) {
    const fields = Object.entries(value.entries)
    return `{${fields.map(([name, field]) => `${name}: ${formatElement(field)}`).join(', ')}}`
  }
  if (value instanceof DuckDBMapValue) {
    const entries = value.entries.map(
      ({ key, value: held }) => `${formatElement(key)}: ${formatElement(held)}`,
    )
    return `{${entries.join(', ')}}`
  }
  if (value instanceof DuckDBBlobValue) return `\\x${Buffer.from(value.bytes).toString('hex')}`
  return String(value)
}

/** A value as JSON. Numbers have all their digits, also those that a double would lose. */
export function formatJson(value: DuckDBValue): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof DuckDBDecimalValue) return String(value)
  // There is no JSON number for these.
  if (typeof value === 'number') return JSON.stringify(Number.isFinite(value) ? value : `${value}`)
  if (isList(value)) return `[${value.items.map(formatJson).join(',')}]`
  if (value instanceof DuckDBStructValue) {
    return formatJsonObject(Object.keys(value.entries), Object.values(value.entries))
  }
  if (value instanceof DuckDBMapValue) {
    const entries = value.entries.map(({ key, value: held }) =>
      formatJsonObject(['key', 'value'], [key, held]),
    )
    return `[${entries.join(',')}]`
  }
  return JSON.stringify(formatText(value))
}

/** An object of the values by their names. */
export function formatJsonObject(names: readonly string[], values: readonly DuckDBValue[]): string {
  const fields = names.map(
    (name, index) => `${JSON.stringify(name)}:${formatJson(values[index] ?? null)}`,
  )
  return `{${fields.join(',')}}`
}

/** A field of RFC 4180; NULL is empty, and the empty text is `""`. */
export function formatCsv(value: DuckDBValue): string {
  if (value === null) return ''
  const text = isNested(value) ? formatJson(value) : formatText(value)
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Text in a list is quoted, so that its commas are seen to be its own. */
function formatElement(value: DuckDBValue): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : formatText(value)
}

function isNested(value: DuckDBValue): boolean {
  return isList(value) || value instanceof DuckDBStructValue || value instanceof DuckDBMapValue
}

function isList(value: DuckDBValue): value is DuckDBListValue | DuckDBArrayValue {
  return value instanceof DuckDBListValue || value instanceof DuckDBArrayValue
}
