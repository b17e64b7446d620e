import { createHash, randomUUID } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import type { GlueDatabases } from '../glue/databases.ts'
import { isJsonObject, type JsonObject, optionalText, textField } from '../json-fields.ts'
import { JsonService } from '../json-service.ts'
import type { S3Service } from '../s3/s3-service.ts'
import { viewStatements } from './lake-views.ts'
import { type QueryOutput, runQuery } from './run-query.ts'

/** Rows of one answer, the row of names included. */
const MOST_ROWS = 1000

interface Execution {
  readonly id: string
  readonly sql: string
  readonly database: string
  readonly workgroup: string
  readonly outputLocation: string
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  reason: string | undefined
  output: QueryOutput | undefined
}

/** Athena: DuckDB over the objects that the Glue catalog leads to. */
export class AthenaService extends JsonService {
  constructor(databases: GlueDatabases, s3: S3Service) {
    const queries = new AthenaQueries(databases, s3)
    super('athena', {
      StartQueryExecution: (input) => queries.start(input),
      GetQueryExecution: (input) => queries.get(input),
      GetQueryResults: (input) => queries.results(input),
      StopQueryExecution: (input) => queries.stop(input),
      GetWorkGroup: (input) => ({
        WorkGroup: { Name: textField(input, 'WorkGroup'), State: 'ENABLED', Configuration: {} },
      }),
    })
  }
}

class AthenaQueries {
  readonly #databases: GlueDatabases
  readonly #s3: S3Service
  readonly #byId = new Map<string, Execution>()
  readonly #byToken = new Map<string, string>()

  constructor(databases: GlueDatabases, s3: S3Service) {
    this.#databases = databases
    this.#s3 = s3
  }

  start(input: JsonObject): JsonObject {
    const token = optionalText(input, 'ClientRequestToken') ?? randomUUID()
    const known = this.#byToken.get(token)
    if (known !== undefined) return { QueryExecutionId: known }
    const { QueryExecutionContext: context, ResultConfiguration: result } = input
    const outputLocation = isJsonObject(result) ? optionalText(result, 'OutputLocation') : undefined
    if (outputLocation === undefined) {
      throw new AwsError(
        400,
        'InvalidRequestException',
        'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
      )
    }
    const id = randomUUID()
    const execution: Execution = {
      id,
      sql: textField(input, 'QueryString'),
      database: isJsonObject(context)
        ? (optionalText(context, 'Database') ?? 'default')
        : 'default',
      workgroup: optionalText(input, 'WorkGroup') ?? 'primary',
      outputLocation: `${outputLocation.replace(/\/$/, '')}/${id}.csv`,
      state: 'QUEUED',
      reason: undefined,
      output: undefined,
    }
    this.#byToken.set(token, id)
    this.#byId.set(id, execution)
    void this.#run(execution)
    return { QueryExecutionId: id }
  }

  get(input: JsonObject): JsonObject {
    const execution = this.#executionOf(input)
    return {
      QueryExecution: {
        QueryExecutionId: execution.id,
        Query: execution.sql,
        StatementType: 'DML',
        SubstatementType: 'SELECT',
        WorkGroup: execution.workgroup,
        ResultConfiguration: { OutputLocation: execution.outputLocation },
        Status: {
          State: execution.state,
          ...(execution.reason === undefined ? {} : { StateChangeReason: execution.reason }),
        },
        Statistics: { DataScannedInBytes: 0, TotalExecutionTimeInMillis: 1 },
      },
    }
  }

  stop(input: JsonObject): JsonObject {
    const execution = this.#executionOf(input)
    if (execution.state === 'QUEUED' || execution.state === 'RUNNING') {
      execution.state = 'CANCELLED'
      execution.reason = 'Query cancelled by user'
    }
    return {}
  }

  results(input: JsonObject): JsonObject {
    const { state, output } = this.#executionOf(input)
    if (state !== 'SUCCEEDED' || output === undefined) {
      throw new AwsError(
        400,
        'InvalidRequestException',
        `Query did not finish successfully. Final query state: ${state}`,
      )
    }
    const { MaxResults: wanted, NextToken: token } = input
    const rows = [output.columns.map(({ name }) => name), ...output.rows]
    const start = typeof token === 'string' ? Number(token) : 0
    const end = start + Math.min(typeof wanted === 'number' ? wanted : MOST_ROWS, MOST_ROWS)
    return {
      ResultSet: {
        ResultSetMetadata: {
          ColumnInfo: output.columns.map(({ name, type }) => ({ Name: name, Type: type })),
        },
        Rows: rows.slice(start, end).map((row) => ({
          Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
        })),
      },
      ...(end < rows.length ? { NextToken: String(end) } : {}),
    }
  }

  async #run(execution: Execution): Promise<void> {
    // Another call may see it before it runs, and stop it.
    await Promise.resolve()
    if (execution.state !== 'QUEUED') return
    execution.state = 'RUNNING'
    try {
      const views = viewStatements(this.#databases, this.#s3.buckets)
      const output = await runQuery(execution.sql, { views, schema: execution.database })
      if (this.#isStopped(execution)) return
      await this.#writeCsv(execution, output)
      execution.output = output
      execution.state = 'SUCCEEDED'
    } catch (error) {
      if (this.#isStopped(execution)) return
      execution.state = 'FAILED'
      execution.reason = error instanceof Error ? error.message : String(error)
    }
  }

  #isStopped({ state }: Execution): boolean {
    return state === 'CANCELLED'
  }

  async #writeCsv({ outputLocation }: Execution, output: QueryOutput): Promise<void> {
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(outputLocation) ?? []
    const lines = [output.columns.map(({ name }) => name), ...output.rows].map((row) =>
      row.map((value) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)).join(','),
    )
    const bytes = Buffer.from(`${lines.join('\n')}\n`)
    await this.#s3.write(bucket, key, {
      bytes,
      etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
    })
  }

  #executionOf(input: JsonObject): Execution {
    const execution = this.#byId.get(textField(input, 'QueryExecutionId'))
    if (execution !== undefined) return execution
    throw new AwsError(400, 'InvalidRequestException', 'QueryExecution was not found')
  }
}
