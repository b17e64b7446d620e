import type { RecordSchema } from '@carmilla/transform'
import { LoadError } from './errors.ts'
import type { ColumnRefusal, RecordFormat } from './record-writer.ts'

/**
 * Checks that a format takes every column of a table.
 *
 * @throws {LoadError} `column_unwritable`, naming every column that it does not take.
 */
export function checkWritable(
  table: string,
  schema: RecordSchema,
  format: Pick<RecordFormat, 'writer' | 'refusals'>,
): void {
  const refusals = format.refusals(schema)
  const [first] = refusals
  if (first === undefined) return
  const { writer } = format
  throw new LoadError(
    'column_unwritable',
    `table \`${table}\`: writer ${writer} cannot write ${refusals.map(refusalText).join('; nor ')}; use the default writer, carmilla`,
    { context: { table, column: first.column, writer } },
  )
}

/** `column \`seen\` as INT64 TIMESTAMP(MICROS, UTC): it rejects …` */
export function refusalText({ column, type, reason }: ColumnRefusal): string {
  return `column \`${column}\` as ${type}: ${reason}`
}
