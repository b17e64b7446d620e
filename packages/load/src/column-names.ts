import type { RecordSchema } from '@carmilla/transform'
import { LoadError } from './errors.ts'

/**
 * Checks that readers can tell all columns apart: names are given, differ even where case is folded
 * (Athena, Glue), and no partition key is also a column of the files.
 *
 * @throws {LoadError} `schema_invalid`
 */
export function checkColumnNames(
  table: string,
  schema: RecordSchema,
  partitionKeys: readonly string[],
): void {
  if (schema.length === 0) throw invalid(table, 'has no columns')
  const seen = new Map<string, string>()
  for (const name of [...schema.map((field) => field.name), ...partitionKeys]) {
    if (name === '') throw invalid(table, 'has a column without a name')
    const folded = name.toLowerCase()
    const other = seen.get(folded)
    if (other !== undefined) {
      throw invalid(table, `columns \`${other}\` and \`${name}\` have the same name to readers`)
    }
    seen.set(folded, name)
  }
}

function invalid(table: string, reason: string): LoadError {
  return new LoadError('schema_invalid', `table \`${table}\`: ${reason}`, { context: { table } })
}
