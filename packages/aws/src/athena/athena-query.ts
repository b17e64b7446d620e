import { randomUUID } from 'node:crypto'
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import { AwsError } from '../errors.ts'
import type { Encryption } from '../s3/s3-options.ts'
import { type Pace, Waits } from '../wait.ts'
import { type AthenaValue, valueOf } from './athena-value.ts'

export interface AthenaQueryOptions {
  readonly client: Pick<AthenaClient, 'send'>
  readonly sql: string
  readonly database: string
  /** Its own output location counts, if it has one that is enforced. */
  readonly workgroup?: string
  /** `s3://bucket/prefix/` for the results. */
  readonly outputLocation?: string
  readonly encryption?: Encryption
  readonly pace?: Pace
  /** Stops the query in Athena too. */
  readonly signal?: AbortSignal
}

export interface AthenaColumn {
  readonly name: string
  /** As Athena calls it: `decimal`, `timestamp`, `array`. */
  readonly type: string
}

/** A query that has succeeded. */
export interface AthenaResult {
  readonly columns: readonly AthenaColumn[]
  /** All rows, page after page; can be read once. */
  readonly rows: AsyncIterable<readonly AthenaValue[]>
  readonly bytesScanned: number
  readonly tookMs: number
  /** The result as CSV; undefined where Athena keeps it itself. */
  readonly outputLocation: string | undefined
}

const QUERY_PACE: Pace = { firstMs: 100, mostMs: 2000 }

/**
 * Runs a query and waits for it.
 *
 * @throws {AwsError} `query_failed` with Athena's reason; `query_cancelled`; `aborted` once Athena was told
 */
export async function athenaQuery(options: AthenaQueryOptions): Promise<AthenaResult> {
  const { client, signal } = options
  const id = await start(options)
  const stop = () => void client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }))
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const done = await finished(options, id)
    const { columns, isSelect } = await describe(options, id, done)
    return {
      columns,
      rows: rowsOf(options, id, { columns, isSelect }),
      bytesScanned: done.Statistics?.DataScannedInBytes ?? 0,
      tookMs: done.Statistics?.TotalExecutionTimeInMillis ?? 0,
      outputLocation: done.ResultConfiguration?.OutputLocation,
    }
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

async function start(options: AthenaQueryOptions): Promise<string> {
  const { client, sql, database, workgroup, outputLocation, encryption } = options
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      // A second try is the same query, and not another one that is paid for.
      ClientRequestToken: randomUUID(),
      QueryExecutionContext: { Database: database },
      ...(workgroup === undefined ? {} : { WorkGroup: workgroup }),
      ...(outputLocation === undefined
        ? {}
        : {
            ResultConfiguration: {
              OutputLocation: outputLocation,
              ...(encryption === undefined
                ? {}
                : { EncryptionConfiguration: optionOf(encryption) }),
            },
          }),
    }),
  )
  if (QueryExecutionId !== undefined) return QueryExecutionId
  throw new AwsError('query_failed', 'athena: gave no id for the query')
}

async function finished(options: AthenaQueryOptions, id: string): Promise<QueryExecution> {
  const { client, signal, pace = QUERY_PACE } = options
  const waits = new Waits(pace, signal)
  for (;;) {
    const { QueryExecution: execution } = await client.send(
      new GetQueryExecutionCommand({ QueryExecutionId: id }),
    )
    const { State: state, StateChangeReason: reason = 'no reason given' } = execution?.Status ?? {}
    if (execution !== undefined && state === 'SUCCEEDED') return execution
    if (state === 'FAILED') {
      throw new AwsError('query_failed', `athena: ${reason}`, {
        retriable: execution?.Status?.AthenaError?.Retryable ?? false,
        context: { query: id },
      })
    }
    if (state === 'CANCELLED') {
      throw new AwsError('query_cancelled', `athena: the query was cancelled: ${reason}`, {
        context: { query: id },
      })
    }
    await waits.next()
  }
}

async function describe(
  { client }: AthenaQueryOptions,
  id: string,
  { StatementType: statement, SubstatementType: kind }: QueryExecution,
): Promise<{ readonly columns: readonly AthenaColumn[]; readonly isSelect: boolean }> {
  const { ResultSet } = await client.send(
    new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: 1 }),
  )
  return {
    columns: (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '', Type = '' }) => ({
      name: Name,
      type: Type,
    })),
    isSelect: statement === 'DML' && (kind === undefined || kind === 'SELECT'),
  }
}

async function* rowsOf(
  { client }: AthenaQueryOptions,
  id: string,
  { columns, isSelect }: { readonly columns: readonly AthenaColumn[]; readonly isSelect: boolean },
): AsyncGenerator<readonly AthenaValue[]> {
  // Of a SELECT, the first row of the first page repeats the names.
  let skip = isSelect ? 1 : 0
  let token: string | undefined
  do {
    const page = await client.send(
      new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: token }),
    )
    for (const { Data = [] } of page.ResultSet?.Rows ?? []) {
      if (skip > 0) skip--
      else yield columns.map(({ type }, index) => valueOf(type, Data[index]?.VarCharValue))
    }
    token = page.NextToken
  } while (token !== undefined)
}

function optionOf(encryption: Encryption) {
  if (encryption.kind === 's3') return { EncryptionOption: 'SSE_S3' } as const
  const { keyId } = encryption
  return { EncryptionOption: 'SSE_KMS', ...(keyId === undefined ? {} : { KmsKey: keyId }) } as const
}
