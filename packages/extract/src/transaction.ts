import { escapeLiteral } from 'pg'
import type { ConnectionSettings } from './connection-settings.ts'

/** Milliseconds, `0` for no limit, as text. */
export interface TransactionFacts {
  readonly statement_timeout_ms: string
}

/**
 * Gives the statements that begin a reader's transaction; the last one returns its
 * {@link TransactionFacts}.
 *
 * All settings are local to the transaction, so that they also hold behind a pooler that gives the
 * session to somebody else afterwards. The order matters: a snapshot must come before any query.
 */
export function beginStatements(
  settings: Pick<
    ConnectionSettings,
    'statementTimeoutMs' | 'idleInTransactionTimeoutMs' | 'parallelWorkers'
  >,
  snapshotId?: string,
): string {
  const locals: Record<string, string> = {
    client_encoding: 'UTF8',
    datestyle: 'ISO',
    timezone: 'UTC',
    intervalstyle: 'iso_8601',
    // All digits of a number, also inside of a point or a vector (before Postgres 12 that takes 3).
    extra_float_digits: '3',
    bytea_output: 'hex',
    xmlbinary: 'base64',
    quote_all_identifiers: 'off',
    client_min_messages: 'warning',
    // Two readers of one table shall see the same order, and so write the same file.
    synchronize_seqscans: 'off',
    idle_in_transaction_session_timeout: `${settings.idleInTransactionTimeoutMs}`,
  }
  if (settings.statementTimeoutMs !== undefined) {
    locals.statement_timeout = `${settings.statementTimeoutMs}`
  }
  if (settings.parallelWorkers !== undefined) {
    locals.max_parallel_workers_per_gather = `${settings.parallelWorkers}`
  }
  return [
    'begin isolation level repeatable read read only',
    ...(snapshotId === undefined ? [] : [`set transaction snapshot ${escapeLiteral(snapshotId)}`]),
    ...Object.entries(locals).map(([name, value]) => `set local ${name} = ${escapeLiteral(value)}`),
    // The server, the database and the role may have limits of their own.
    `select (extract(epoch from current_setting('statement_timeout')::interval) * 1000)::text
       as statement_timeout_ms`,
  ].join('; ')
}
