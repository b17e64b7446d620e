import { LoadError } from './errors.ts'

/** Longest key of an object, in bytes: the limit of S3. */
export const MAX_KEY_BYTES = 1024

/** Longest part of a key between two `/`, in bytes: the limit of common file systems. */
export const MAX_KEY_PART_BYTES = 255

/**
 * Checks that a key stays below the sink's root on every kind of sink.
 *
 * @throws {LoadError} `write_failed` for an absolute key, `.`, `..`, an empty part, a NUL or
 * backslash, or one that is too long.
 */
export function checkKey(key: string): void {
  const reason = faultOf(key)
  if (reason !== undefined) {
    throw new LoadError('write_failed', `key ${JSON.stringify(key)}: ${reason}`, {
      context: { key },
    })
  }
}

function faultOf(key: string): string | undefined {
  if (!key.isWellFormed()) return 'is not well-formed Unicode'
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return `is longer than ${MAX_KEY_BYTES} bytes`
  if (key.includes('\0') || key.includes('\\')) return 'holds a NUL or a backslash'
  for (const part of key.split('/')) {
    if (part === '') return 'has an empty part'
    if (part === '.' || part === '..') return `has the part \`${part}\``
    if (Buffer.byteLength(part) > MAX_KEY_PART_BYTES) {
      return `has a part longer than ${MAX_KEY_PART_BYTES} bytes`
    }
  }
  return undefined
}

/**
 * Name of a table as one part of a key: different for every table, even where case is folded, and
 * never hidden (`_`, `.`) or one of the protocol's own names.
 *
 * Lower-case letters, digits, `-`, and `_` and `.` after the first character stay; every other byte
 * becomes `%XX`.
 *
 * @throws {LoadError} `schema_invalid` for a name that is empty or too long.
 */
export function tableFolder(table: string): string {
  let folder = ''
  for (const byte of Buffer.from(table, 'utf8')) {
    const character = String.fromCharCode(byte)
    const plain = folder === '' ? /[a-z0-9-]/ : /[a-z0-9_.-]/
    folder += plain.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  if (folder === '' || folder.length > MAX_KEY_PART_BYTES || !table.isWellFormed()) {
    throw new LoadError(
      'schema_invalid',
      `table ${JSON.stringify(table)}: a name has 1 to ${MAX_KEY_PART_BYTES} bytes once it is escaped`,
      { context: { table } },
    )
  }
  return folder
}
