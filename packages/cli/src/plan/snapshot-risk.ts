import { type Connection, textRows } from '@carmilla/extract'
import { formatSeconds } from '../output/quantity.ts'

/** What one snapshot for a whole run means to the server, and the server to the run; serialisable. */
export interface SnapshotRisk {
  readonly server: 'primary' | 'standby'
  /** Transactions a second of the database since its statistics began; null where that is not known. */
  readonly transactionsPerSecond: number | null
  /** One sentence each. */
  readonly risks: readonly string[]
}

const FACTS = `
  select pg_catalog.pg_is_in_recovery()::text as standby,
         pg_catalog.current_setting('hot_standby_feedback') as feedback,
         (select setting from pg_catalog.pg_settings where name = 'max_standby_streaming_delay') as delay_ms,
         (select reset_val from pg_catalog.pg_settings where name = 'statement_timeout') as statement_timeout_ms,
         (select ((xact_commit + xact_rollback) / nullif(extract(epoch from
                   pg_catalog.now() - coalesce(stats_reset, pg_catalog.pg_postmaster_start_time())), 0))::text
          from pg_catalog.pg_stat_database
          where datname = pg_catalog.current_database()) as transactions_per_second`

/**
 * Asks the server what a long snapshot would do.
 *
 * @throws {ExtractError} `query_failed`, `aborted`
 */
export async function snapshotRisk(
  connection: Connection,
  signal: AbortSignal,
): Promise<SnapshotRisk> {
  const [facts = {}] = await textRows(connection, { sql: FACTS, parameters: [] }, signal)
  const rate = facts['transactions_per_second']
  const transactionsPerSecond = rate === null || rate === undefined ? null : Number(rate)
  const server = facts['standby'] === 'true' ? 'standby' : 'primary'
  const risks = [
    server === 'standby'
      ? standbyRisk(facts['feedback'] === 'on', Number(facts['delay_ms']))
      : primaryRisk(transactionsPerSecond),
    timeoutRisk(Number(facts['statement_timeout_ms'])),
  ]
  return {
    server,
    transactionsPerSecond,
    risks: risks.filter((sentence) => sentence !== undefined),
  }
}

function primaryRisk(transactionsPerSecond: number | null): string {
  const rate =
    transactionsPerSecond === null
      ? ''
      : `, at about ${Math.round(transactionsPerSecond)} a second,`
  return `a primary: what its transactions replace while the run reads${rate} stays until the run ends; bound it with --max-snapshot-age, or read with --consistency perShard`
}

/** @param delayMs - -1 when the standby waits for ever. */
function standbyRisk(hasFeedback: boolean, delayMs: number): string {
  if (hasFeedback) {
    return 'a standby with hot_standby_feedback: the primary keeps what is replaced while the run reads; bound it with --max-snapshot-age'
  }
  if (delayMs < 0) {
    return 'a standby that waits for its queries: it falls behind while the run reads; bound it with --max-snapshot-age'
  }
  return `a standby that cancels a query ${formatSeconds(delayMs / 1000)} after it stands in the way of replay; set hot_standby_feedback, or read with --consistency perShard`
}

/** @param timeoutMs - 0 when there is none. */
function timeoutRisk(timeoutMs: number): string | undefined {
  if (!(timeoutMs > 0)) return undefined
  return `a statement ends after ${formatSeconds(timeoutMs / 1000)} (statement_timeout): a table that takes longer to read fails; read it with --gentle, or raise the timeout of the role`
}
