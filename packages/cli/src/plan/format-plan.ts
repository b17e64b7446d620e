import { formatBytes, formatCount, formatNumberOf } from '../output/quantity.ts'
import type { TextColumn, TextTableOptions } from '../output/text-table.ts'
import { formatPersonal } from './format-personal.ts'
import { formatNarrowTable } from './narrow-table.ts'
import type { PlannedColumn } from './planned-column.ts'
import { formatReading } from './planned-reading.ts'
import type { TaskPlan } from './task-plan.ts'

const COLUMNS: readonly TextColumn[] = [
  { title: 'column' },
  { title: 'postgres' },
  { title: 'parquet' },
  { title: 'hive' },
  { title: 'NULL' },
  { title: 'fidelity' },
  { title: 'what does not fit' },
]

/**
 * A plan for people: a line of sizes, one of how it is read, the columns as a table, what they change on purpose and why, and
 * a sentence for each change of the database.
 */
export function formatPlan(plan: TaskPlan, options: TextTableOptions): string {
  const { task, status, columns, personal, drift, refusals, sourceChanges, changes, error } = plan
  const { reading } = plan
  return [
    `── ${task}: ${status} ──`,
    ...(error === undefined ? [sizeLine(plan)] : [`error[${error.code}]: ${error.message}`]),
    ...(reading === null ? [] : [formatReading(reading)]),
    ...(columns.length === 0 ? [] : [formatNarrowTable(COLUMNS, columns.map(cellsOf), options)]),
    ...columns.flatMap(policyLines),
    ...formatPersonal(personal, options),
    ...drift.map((sentence) => `drift: ${sentence}; run \`make codegen\``),
    ...refusals.map((sentence) => `refused: ${sentence}; use the default writer, carmilla`),
    ...(sourceChanges ?? []).map((sentence) => `changed: ${sentence}`),
    ...changes.map(({ severity, sentence }) => `${severity}: ${sentence}`),
  ].join('\n')
}

/** `about 1,000 rows, 48.0 KB to read, 12.1 KB to write, partitioned by dt; version 3 is published` */
function sizeLine(plan: TaskPlan): string {
  const { rows, readBytes, writeBytes, partitionKeys, publishedVersion } = plan
  const sizes = [
    ...(rows === null ? [] : [`about ${formatNumberOf(rows, 'row')}`]),
    ...(readBytes === null ? [] : [`${formatBytes(readBytes)} to read`]),
    ...(writeBytes === null ? [] : [`${formatBytes(writeBytes)} to write`]),
    ...(partitionKeys.length === 0 ? [] : [`partitioned by ${partitionKeys.join(', ')}`]),
  ]
  const published =
    publishedVersion === null
      ? 'nothing is published yet'
      : `version ${formatCount(publishedVersion)} is published`
  return [...(sizes.length === 0 ? [] : [sizes.join(', ')]), published].join('; ')
}

function cellsOf(column: PlannedColumn): readonly string[] {
  const { name, postgresType, derived, parquetType, hiveType, optional, fidelity } = column
  return [
    name,
    derived ? 'computed' : (postgresType ?? 'unknown'),
    parquetType,
    hiveType,
    optional ? 'yes' : 'no',
    fidelity,
    fateOf(column),
  ]
}

function fateOf({ overflow, unrepresentable }: PlannedColumn): string {
  if (unrepresentable === 'null') return 'becomes NULL'
  if (unrepresentable === 'clamp') return 'is clamped'
  return overflow === null && unrepresentable === null ? '' : 'stops the run'
}

/** `lossy total: rounded to cents`, `clamp born to 1900-01-01 … 9999-12-31: sentinels` */
function policyLines({ name, policies }: PlannedColumn): readonly string[] {
  return policies.map(({ policy, reason, bounds }) => {
    const within = bounds === undefined ? '' : ` to ${bounds.from} … ${bounds.to}`
    return `${policy} ${name}${within}: ${reason}`
  })
}
