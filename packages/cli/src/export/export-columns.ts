import type { ResultColumn } from '@carmilla/extract'
import {
  columnOf,
  defaultRecordType,
  optional,
  type PlainColumn,
  safeName,
  type UnrepresentablePolicy,
} from '@carmilla/transform'
import { CliError } from '../errors.ts'
import { isTotal } from '../plan/planned-column.ts'

/** Longest name of a column that Athena takes, in characters. */
const MAX_COLUMN_NAME = 255

/** A column to export, and how the query gives it. */
export interface ExportColumn extends PlainColumn {
  /** What stands in `select`. */
  readonly expression: string
  /** Whether the query turns it into text. */
  readonly cast: boolean
}

/** What is known of a column of a result. */
export interface ExportedColumn {
  readonly source: ResultColumn
  /** SQL that names it. */
  readonly reference: string
  readonly nullable: boolean
  /** Those that an array is declared with; 0 where Postgres does not say, and for what is no array. */
  readonly dimensions: number
  readonly comment: string | null
  /** What becomes of a value that the record column cannot hold. */
  readonly unrepresentable: UnrepresentablePolicy
}

/** The record column that `create-model` would write for it. */
export function exportColumn(column: ExportedColumn): ExportColumn {
  // Without one, only the text of its values can be read.
  const type = defaultRecordType(column.source.type, Math.max(column.dimensions, 1))
  const recordType = type ?? { kind: 'text' }
  const declared = columnOf(recordType)
  const nulls = column.unrepresentable === 'null' && !isTotal(recordType)
  const nullable = column.nullable ? optional(declared) : declared
  return {
    name: safeName(column.source.name),
    column: nulls ? optional(declared, { unrepresentable: 'null' }) : nullable,
    ...(column.comment === null ? {} : { comment: column.comment }),
    expression: type === undefined ? `${column.reference}::text` : column.reference,
    cast: type === undefined,
  }
}

/**
 * Checks that the names of an exported table's columns can be told apart, and taken by all readers.
 *
 * @param names names of the columns in the source, in order.
 * @throws {CliError} `not_exportable` with every name at fault
 */
export function checkNames(task: string, names: readonly string[], hint: string): void {
  const groups = Map.groupBy(names, safeName)
  const faults = [...groups].flatMap(([name, sources]) => {
    if (sources.length > 1) {
      return [
        `columns ${sources.map((source) => `\`${source}\``).join(' and ')} would both be \`${name}\``,
      ]
    }
    if (name.length <= MAX_COLUMN_NAME) return []
    return [
      `column \`${sources.join('')}\` has a name of more than ${MAX_COLUMN_NAME} characters once it is escaped`,
    ]
  })
  if (faults.length === 0) return
  throw new CliError('not_exportable', `table \`${task}\`: ${faults.join(', ')}; ${hint}`)
}
