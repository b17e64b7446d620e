import { type Connection, type ResultColumn, type SourceType, textRows } from '@carmilla/extract'
import { hiveType, type RecordFormat } from '@carmilla/load'
import type {
  Declaration,
  RecordType,
  Task,
  TaskColumn,
  UnrepresentablePolicy,
} from '@carmilla/transform'

/**
 * How a value gets from Postgres to the file: `exact`, it is the same value; `text`, it is written as
 * the text that Postgres prints; `declared`, the type is the task's word, and a value that does not
 * fit stops the run; `lossy`, values are changed, for a reason that the task gives.
 */
export type Fidelity = 'exact' | 'text' | 'declared' | 'lossy'

/** A column that a task writes. */
export interface PlannedColumn {
  readonly name: string
  /** As Postgres prints it; null for a column that the task computes, or that the query lacks. */
  readonly postgresType: string | null
  readonly parquetType: string
  readonly hiveType: string
  readonly optional: boolean
  readonly derived: boolean
  readonly fidelity: Fidelity
  /** What becomes of a value with too many digits; null where the type rules that out. */
  readonly overflow: 'error' | null
  /** What becomes of a value that the column cannot hold exactly; null where there is none. */
  readonly unrepresentable: UnrepresentablePolicy | null
  /** The policies under which values are changed, each with its reason. */
  readonly policies: readonly Declaration[]
}

interface ColumnsOrder {
  readonly connection: Connection
  readonly format: RecordFormat
  readonly signal: AbortSignal
}

/** Lays out the columns of a task beside those of its query. */
export async function plannedColumns(
  task: Task,
  described: readonly ResultColumn[],
  { connection, format, signal }: ColumnsOrder,
): Promise<readonly PlannedColumn[]> {
  const names = await typeNames(connection, described, signal)
  return task.columns.flatMap((column, index) => {
    const field = task.schema[index]
    if (field === undefined) return []
    const sourceIndex = column.derived
      ? -1
      : described.findIndex((candidate) => candidate.name === column.name)
    const fidelity = fidelityOf(field.type, column, described[sourceIndex]?.type)
    return [
      {
        name: column.name,
        postgresType: names[sourceIndex] ?? null,
        parquetType: format.columnType(field.type),
        hiveType: hiveType(field.type),
        optional: field.optional,
        derived: column.derived,
        fidelity,
        overflow: column.fit === 'checked' || column.derived ? 'error' : null,
        unrepresentable:
          isTotalColumn(field.type, column) && fidelity !== 'declared'
            ? null
            : column.unrepresentable,
        policies: column.declarations,
      },
    ]
  })
}

/** The types of columns in Postgres' own spelling. */
async function typeNames(
  connection: Connection,
  columns: readonly ResultColumn[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const types = columns.map(({ typeOid, typeModifier }) => [typeOid, typeModifier])
  const sql = `
    select format_type((type ->> 0)::oid, (type ->> 1)::int) as name
    from json_array_elements($1::json) with ordinality as types (type, position)
    order by position`
  const rows = await textRows(connection, { sql, parameters: [JSON.stringify(types)] }, signal)
  return rows.map(({ name }) => name ?? '')
}

function fidelityOf(
  type: RecordType,
  { derived, fit, declarations }: TaskColumn,
  source: SourceType | undefined,
): Fidelity {
  if (declarations.length > 0) return 'lossy'
  if (derived || fit === 'checked') return 'declared'
  return isPrinted(type, source) ? 'text' : 'exact'
}

/** Whether every value of the source types that the column takes has its like in the record type. */
function isTotalColumn(type: RecordType, { derived, fit }: TaskColumn): boolean {
  // A number may be beyond the range of the floats to which it is rounded.
  const isRoundedFloat = fit === 'lossy' && (type.kind === 'float32' || type.kind === 'float64')
  return !derived && !isRoundedFloat && isTotal(type)
}

/** Whether every value of the source types that it holds exactly has its like in the record type. */
export function isTotal(type: RecordType): boolean {
  if (type.kind === 'struct') return type.fields.every((field) => isTotal(field.type))
  // NaN, the infinities of dates and timestamps, arrays of other dimensions: not in these.
  const { kind } = type
  return kind !== 'decimal' && kind !== 'date' && kind !== 'timestamp' && kind !== 'list'
}

/** Types whose values are text themselves, or come as nothing else. */
const TEXTS: ReadonlySet<SourceType['kind']> = new Set([
  'text',
  'varchar',
  'bpchar',
  'name',
  'enum',
  'printed',
])

/** Whether it, or a value in it, is written as text; elements of lists in each other have one source. */
function isPrinted(type: RecordType, source: SourceType | undefined): boolean {
  if (type.kind === 'list') {
    const inner = source?.kind === 'array' && type.element.kind !== 'list' ? source.element : source
    return isPrinted(type.element, inner)
  }
  if (type.kind === 'struct') {
    const fields = source?.kind === 'composite' ? source.fields : []
    return type.fields.some(({ name, type: field }) => {
      const from = fields.find((candidate) => candidate.name.toLowerCase() === name)
      return isPrinted(field, from?.type)
    })
  }
  const { kind } = type
  if (kind === 'uuid' || kind === 'json') return true
  return kind === 'text' && source !== undefined && !TEXTS.has(source.kind)
}
