import { type AthenaColumn, athenaQuery, type AthenaValue, AwsClients } from '@carmilla/aws'
import { DuckDBDecimalValue, type DuckDBValue } from '@duckdb/node-api'
import type { Settings } from '../config/settings.ts'
import { CliError } from '../errors.ts'
import type { Invocation } from '../invocation.ts'
import { formatBytes, formatSeconds } from '../output/quantity.ts'
import { type QueryResult, type ResultFormat, writeResult } from './result-writer.ts'

/** Rows that are printed at a time. */
const BATCH_ROWS = 1000
/** Most digits of a decimal of Athena. */
const DECIMAL_DIGITS = 38

/** Runs a query in Athena, prints its result, and says what it scanned. */
export async function queryAthena(
  { output, interrupt }: Invocation,
  sql: string,
  { settings, format }: { readonly settings: Settings; readonly format: ResultFormat },
): Promise<void> {
  const { target, catalog, aws } = settings
  if (catalog !== 'glue' || aws.glue === undefined) {
    throw new CliError(
      'target_invalid',
      `target \`${target}\`: is queried by Athena, which needs its tables in Glue; set aws.glue.database in etl.config.ts`,
    )
  }
  const {
    workgroup,
    outputLocation = workgroup === undefined ? defaultLocation(target) : undefined,
  } = aws.athena ?? {}
  const result = await athenaQuery({
    client: new AwsClients(aws).athena(),
    sql,
    database: aws.glue.database,
    ...(workgroup === undefined ? {} : { workgroup }),
    ...(outputLocation === undefined ? {} : { outputLocation }),
    ...(aws.athena?.encryption === undefined ? {} : { encryption: aws.athena.encryption }),
    signal: interrupt.signal,
  })
  await writeResult(resultOf(result.columns, result.rows), format, output)
  const scanned = `${formatBytes(result.bytesScanned)} scanned, ${formatSeconds(result.tookMs / 1000)}`
  const csv = result.outputLocation === undefined ? '' : `; ${result.outputLocation}`
  output.say(`athena: ${scanned}${csv}`)
}

function defaultLocation(target: string): string {
  return `${/^s3:\/\/[^/]+/.exec(target)?.[0] ?? target}/athena-results/`
}

function resultOf(
  columns: readonly AthenaColumn[],
  rows: AsyncIterable<readonly AthenaValue[]>,
): QueryResult {
  const seen = new Map<string, number>()
  const uniqueNames = columns.map(({ name }) => {
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return before === 0 ? name : `${name}:${before}`
  })
  return { columns, uniqueNames, batches: inBatches(columns, rows) }
}

async function* inBatches(
  columns: readonly AthenaColumn[],
  rows: AsyncIterable<readonly AthenaValue[]>,
): AsyncGenerator<readonly (readonly DuckDBValue[])[]> {
  let batch: (readonly DuckDBValue[])[] = []
  for await (const row of rows) {
    batch.push(row.map((value, index) => asNumber(columns[index]?.type, value)))
    if (batch.length < BATCH_ROWS) continue
    yield batch
    batch = []
  }
  yield batch
}

/** A decimal with all its digits, so that it is a number in JSON. */
function asNumber(type: string | undefined, value: AthenaValue): DuckDBValue {
  if (type !== 'decimal' || typeof value !== 'string') return value
  const scale = value.includes('.') ? value.length - value.indexOf('.') - 1 : 0
  return new DuckDBDecimalValue(BigInt(value.replace('.', '')), DECIMAL_DIGITS, scale)
}
