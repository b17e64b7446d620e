import { MAX_DECIMAL_DIGITS } from '@carmilla/transform'
import type { RecordSchema, RecordType } from '@carmilla/transform'
import { LoadError } from '../errors.ts'

/**
 * Refuses a schema that some reader cannot read.
 *
 * @throws {LoadError} `schema_invalid`, with `context.column` where one is at fault.
 */
export function checkSchema(schema: RecordSchema): void {
  if (schema.length === 0) {
    throw new LoadError('schema_invalid', 'schema has no columns, expected at least one')
  }
  const nameByFolded = new Map<string, string>()
  for (const [index, { name, type }] of schema.entries()) {
    if (name === '') {
      throw invalid(name, `column ${index + 1} has an empty name`)
    }
    const folded = name.toLowerCase()
    const other = nameByFolded.get(folded)
    if (other !== undefined) {
      throw invalid(
        name,
        `column \`${name}\` and column \`${other}\` have the same name to readers, which ignore case; rename one`,
      )
    }
    nameByFolded.set(folded, name)
    checkType(name, type)
  }
}

function checkType(column: string, type: RecordType): void {
  if (type.kind === 'list') checkType(column, type.element)
  if (type.kind !== 'decimal') return
  const { precision, scale } = type
  const isPrecisionValid =
    Number.isInteger(precision) && precision >= 1 && precision <= MAX_DECIMAL_DIGITS
  if (isPrecisionValid && Number.isInteger(scale) && scale >= 0 && scale <= precision) return
  throw invalid(
    column,
    `column \`${column}\`: decimal(${precision}, ${scale}) cannot be stored, ` +
      `expected a precision of 1 to ${MAX_DECIMAL_DIGITS} and a scale of 0 to the precision`,
  )
}

function invalid(column: string, message: string): LoadError {
  return new LoadError('schema_invalid', message, { context: { column } })
}
