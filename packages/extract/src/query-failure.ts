import { DatabaseError } from 'pg'
import { ExtractError, type ErrorContext } from './errors.ts'

/** SQLSTATE of a statement that was cancelled, by a person or by `statement_timeout`. */
const QUERY_CANCELED = '57014'
/** What two clocks may differ by: NTP slews one by at most 500 ppm. */
const CLOCK_TOLERANCE = 0.999
/** The session is over: terminated, server shut down or crashed, idle for too long. */
const SESSION_ENDED = /^(?:57P0[1235]|25P03|08...)$/
/** Serialization failure, deadlock, out of a resource: another try may succeed. */
const TEMPORARY = /^(?:40...|53...|55P03)$/

/** How long the statement that failed has run, and how long it may run; in milliseconds. */
export interface StatementTime {
  readonly elapsedMs: number
  /** `0` for no limit. */
  readonly timeoutMs: number
}

/** Puts a failure of a running query into the terms of this package. */
export function queryFailure(error: unknown, time: StatementTime): ExtractError {
  if (error instanceof ExtractError) return error
  if (!(error instanceof DatabaseError)) {
    const message = error instanceof Error ? error.message : String(error)
    // Not from the server: either the socket failed, or pg could not convert a parameter.
    return isParameterError(error)
      ? new ExtractError('query_failed', `query parameters: ${message}`, { cause: error })
      : new ExtractError('connection_lost', `connection to postgres lost: ${message}`, {
          cause: error,
          retriable: true,
        })
  }
  const sqlState = error.code ?? ''
  const options = { cause: error, context: factsOf(error) }
  if (sqlState === QUERY_CANCELED && isOverdue(time)) {
    const message = 'query exceeded statement_timeout; raise it, or read less per query'
    return new ExtractError('statement_timed_out', message, { ...options, retriable: true })
  }
  // PgBouncer's words for a `begin`, under the code of a protocol violation.
  if (/statement pooling mode/.test(error.message)) {
    const message = `a connection pooler stands between that gives every statement another session: ${error.message}; connect to the server directly, or use the pooler's mode \`session\` or \`transaction\``
    return new ExtractError('snapshot_broken', message, options)
  }
  if (SESSION_ENDED.test(sqlState)) {
    const message = `connection to postgres lost: ${error.message}`
    return new ExtractError('connection_lost', message, { ...options, retriable: true })
  }
  const hint = error.hint === undefined ? '' : `; ${error.hint}`
  return new ExtractError('query_failed', `query failed: ${error.message}${hint}`, {
    ...options,
    retriable: TEMPORARY.test(sqlState) || sqlState === QUERY_CANCELED,
  })
}

/**
 * Postgres tells a timeout from a cancel by its message only, which it translates. What it cancels
 * before the time is up, somebody has cancelled.
 */
function isOverdue({ elapsedMs, timeoutMs }: StatementTime): boolean {
  return timeoutMs > 0 && elapsedMs >= timeoutMs * CLOCK_TOLERANCE
}

/** @throws {ExtractError} `aborted`, once the signal is */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal === undefined || !signal.aborted) return
  const options = { cause: signal.reason }
  throw new ExtractError('aborted', 'reading from postgres was aborted', options)
}

function isParameterError(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && /circular/.test(error.message))
}

function factsOf(error: DatabaseError): ErrorContext {
  const facts: Record<string, string> = {}
  if (error.code !== undefined) facts.sqlState = error.code
  if (error.position !== undefined) facts.position = error.position
  if (error.detail !== undefined) facts.detail = error.detail
  return facts
}
