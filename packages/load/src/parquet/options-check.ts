import { BYTES_ENCODINGS, type RecordField, type RecordSchema } from '@carmilla/transform'
import { LoadError } from '../errors.ts'
import { leafColumnsOf } from './leaf-column.ts'
import type { ParquetOptions } from './options.ts'

/**
 * Refuses options that name a column which the record does not have, or cannot have them.
 *
 * @throws {LoadError} `schema_invalid`, with `context.column`
 */
export function checkOptions(
  schema: RecordSchema,
  { sortBy, columns }: Pick<ParquetOptions, 'sortBy' | 'columns'>,
): void {
  const fields = new Map(schema.map((field) => [field.name, field]))
  for (const { column } of sortBy) {
    const { type } = known(fields, column, 'sortBy')
    if (isNested(type.kind)) {
      throw refused(column, `\`sortBy\` has a ${type.kind}, expected a column of single values`)
    }
  }
  for (const [column, { bloomFilter, encoding }] of Object.entries(columns)) {
    const field = known(fields, column, 'columns')
    const { type } = field
    if (encoding !== undefined) checkEncoding(field, encoding)
    if (bloomFilter === undefined) continue
    if (isNested(type.kind) || NO_BLOOM_FILTER.has(type.kind)) {
      throw refused(
        column,
        `a bloom filter of a ${type.kind} finds no value for sure; leave it out`,
      )
    }
    const { falsePositiveRate: rate, distinctValues } = bloomFilter
    if (!(rate > 0 && rate < 1)) {
      throw refused(
        column,
        `\`falsePositiveRate\` is ${rate}, expected more than 0 and less than 1`,
      )
    }
    if (!Number.isSafeInteger(distinctValues) || distinctValues < 1) {
      throw refused(
        column,
        `\`distinctValues\` is ${distinctValues}, expected a whole number of at least 1`,
      )
    }
  }
}

/** A file that names an encoding which its values do not have would say more than is true. */
function checkEncoding(field: RecordField, encoding: string): void {
  if (BYTES_ENCODINGS.every((known) => known !== encoding)) {
    throw refused(
      field.name,
      `\`encoding\` is ${encoding}, expected one of ${BYTES_ENCODINGS.join(', ')}`,
    )
  }
  if (leafColumnsOf(field).every(({ physicalType }) => physicalType === 'BYTE_ARRAY')) return
  throw refused(
    field.name,
    `\`encoding\` is for text and binary, which a ${field.type.kind} is not; leave it out`,
  )
}

function known(
  fields: ReadonlyMap<string, RecordField>,
  column: string,
  option: 'sortBy' | 'columns',
): RecordField {
  const field = fields.get(column)
  if (field !== undefined) return field
  throw refused(column, `is in \`${option}\` of the files, but not in the record; take it out`)
}

/** Equal numbers may have different bits; a boolean has two values. */
const NO_BLOOM_FILTER: ReadonlySet<string> = new Set(['bool', 'float32', 'float64'])

function isNested(kind: RecordField['type']['kind']): boolean {
  return kind === 'list' || kind === 'struct' || kind === 'map'
}

function refused(column: string, what: string): LoadError {
  return new LoadError('schema_invalid', `column \`${column}\`: ${what}`, { context: { column } })
}
