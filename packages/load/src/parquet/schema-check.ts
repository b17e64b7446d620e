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
  checkNames('column', '', schema)
  for (const { name, type } of schema) checkType(name, type)
}

/** Names are given, and differ even where case is folded. */
function checkNames(what: 'column' | 'field', prefix: string, fields: RecordSchema): void {
  const nameByFolded = new Map<string, string>()
  for (const [index, field] of fields.entries()) {
    const name = prefix + field.name
    if (field.name === '') {
      throw invalid(name, `${what} ${prefix}${index + 1} has an empty name`)
    }
    const folded = name.toLowerCase()
    const other = nameByFolded.get(folded)
    if (other !== undefined) {
      throw invalid(
        name,
        `${what} \`${name}\` and ${what} \`${other}\` have the same name to readers, which ignore case; rename one`,
      )
    }
    nameByFolded.set(folded, name)
  }
}

function checkType(column: string, type: RecordType): void {
  switch (type.kind) {
    case 'list':
      return checkType(column, type.element)
    case 'map':
      checkType(column, type.key)
      return checkType(column, type.value)
    case 'struct':
      return checkStruct(column, type.fields)
    case 'decimal':
      return checkDecimal(column, type)
    default:
  }
}

/** The format has no group without fields. */
function checkStruct(column: string, fields: RecordSchema): void {
  if (fields.length === 0) throw invalid(column, `column \`${column}\`: struct has no fields`)
  checkNames('field', `${column}.`, fields)
  for (const { name, type } of fields) checkType(`${column}.${name}`, type)
}

function checkDecimal(
  column: string,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): void {
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
