import { LoadError } from './errors.ts'

/** How Hive, Athena and DuckDB name a NULL partition value. */
export const HIVE_NULL = '__HIVE_DEFAULT_PARTITION__'

/** What Hive's `FileUtils.escapePathName` escapes. */
// eslint-disable-next-line no-control-regex -- control characters are what is escaped
const ESCAPED = /[\u0001-\u001f\u007f"#%'*/:=?\\{[\]^]/g

/**
 * Prefix of a partition, `dt=2026-03-01/country=DE/`; empty for an unpartitioned table.
 *
 * @throws {LoadError} `schema_invalid` for a value that readers would take for another one: the
 * empty string and Hive's name for NULL are both read as NULL.
 */
export function partitionFolder(
  keys: readonly string[],
  values: readonly (string | null)[],
): string {
  if (values.length !== keys.length) {
    throw new LoadError(
      'schema_invalid',
      `partition: expected ${keys.length} values (${keys.join(', ')}), got ${values.length}`,
    )
  }
  return keys.map((key, index) => `${escape(key)}=${nameOf(key, values[index] ?? null)}/`).join('')
}

function nameOf(key: string, value: string | null): string {
  if (value === null) return HIVE_NULL
  if (value === '' || value === HIVE_NULL || value.includes('\0') || !value.isWellFormed()) {
    throw new LoadError(
      'schema_invalid',
      `partition key \`${key}\`: the value ${JSON.stringify(value)} has no Hive name of its own; map it to another value or to NULL`,
      { context: { key, value } },
    )
  }
  return escape(value)
}

function escape(text: string): string {
  return text.replace(ESCAPED, hex)
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
