import { type ColumnDecoder, comesPrinted, type SourceType, structDecoder } from '@carmilla/extract'
import { StructBuilder } from '../builders/struct-builder.ts'
import type { Column, DecoderUse, Fit } from '../column.ts'
import { TransformError } from '../errors.ts'
import type { RecordField, RecordType, StructType } from '../record-type.ts'

/** A column that can be a field: what becomes of a value that does not fit is said of the whole struct. */
export type FieldColumn = Column<RecordType, boolean, Fit, 'error'>

/**
 * A group of values: holds a composite type, whose fields are all optional, by their names. They are
 * written in lower case, in the order of the struct. A struct that is NULL is not one whose fields are.
 *
 * @throws {TransformError} `record_mismatch` without fields, and for two that differ in case only.
 */
export function struct<Columns extends Readonly<Record<string, FieldColumn>>>(
  columns: Columns,
): Column<StructType<Columns>, false, 'exact', 'error'> {
  const entries: readonly (readonly [string, FieldColumn])[] = Object.entries(columns)
  return {
    type: { kind: 'struct', fields: fieldsOf(entries) },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    fields: columns,
    decoder: (source, use) => decoderOf(entries, source, use),
    builder: () =>
      new StructBuilder(
        entries.map(([name, column]) => ({
          name,
          optional: column.optional,
          builder: column.builder(),
        })),
      ),
  }
}

function fieldsOf(entries: readonly (readonly [string, FieldColumn])[]): readonly RecordField[] {
  if (entries.length === 0) throw invalid('a struct has no fields, expected at least one')
  const declaredAs = new Map<string, string>()
  return entries.map(([declared, { type, optional }]) => {
    const name = declared.toLowerCase()
    const other = declaredAs.get(name)
    if (other !== undefined) {
      throw invalid(
        `fields \`${other}\` and \`${declared}\` of a struct are both written \`${name}\``,
      )
    }
    declaredAs.set(name, declared)
    return { name, type, optional }
  })
}

function invalid(message: string): TransformError {
  return new TransformError(
    'record_mismatch',
    `${message}; cast the column in the query, for instance to_jsonb(column)::text`,
  )
}

/** The struct must have exactly the fields of the composite type, in whatever order. */
function decoderOf(
  entries: readonly (readonly [string, FieldColumn])[],
  source: SourceType,
  use: DecoderUse,
): ColumnDecoder | undefined {
  if (source.kind !== 'composite' || source.fields.length !== entries.length) return undefined
  const fields = entries.flatMap(([name, column]) => {
    const index = source.fields.findIndex((field) => field.name === name)
    const found = source.fields[index]
    // A composite value comes in binary, and so do its fields: none of them can be read as printed.
    const readable =
      found !== undefined && (column.format === 'binary' || !comesPrinted(found.type))
    const decoder =
      readable && column.optional
        ? column.decoder(found.type, { ...use, optional: true })
        : undefined
    return decoder === undefined ? [] : [{ name, source: index, decoder }]
  })
  return fields.length === entries.length ? structDecoder(fields, entries.length) : undefined
}
