import type { AskSession } from './connection.ts'
import { ExtractError } from './errors.ts'

/** What the server may have to bear before a reader waits. */
export interface SourceLimits {
  /** Longest delay of a replica; of the server itself where that is a standby. Milliseconds. */
  readonly maxReplicaLagMs?: number
  /** Most backends that run a query, parallel workers included, and not the one of the reader. */
  readonly maxActiveBackends?: number
}

/** What the server bears now. */
export interface SourceLoad {
  readonly replicaLagMs: number
  readonly activeBackends: number
}

/**
 * The view shows one transaction the same for ever, unless it is told to look again. A standby that has
 * replayed all that it got is not behind, however long ago the last transaction was.
 */
const LOOK_AGAIN = 'select pg_catalog.pg_stat_clear_snapshot()'
const LOAD = `
  select (pg_catalog.date_part('epoch', case
           when not pg_catalog.pg_is_in_recovery() then
             (select max(replay_lag) from pg_catalog.pg_stat_replication)
           when pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn() then null
           else pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp()
         end) * 1000)::text as lag_ms,
         (select count(*)::text from pg_catalog.pg_stat_activity
          where state = 'active' and backend_type in ('client backend', 'parallel worker')
            and pid <> pg_catalog.pg_backend_pid()) as active`

/** What a role must see for either limit; on a standby its own delay is there for all. */
const PRIVILEGES = `
  select current_user::text as role, pg_catalog.pg_is_in_recovery()::text as in_recovery,
         pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage')::text as sees_all`

/** Asks the server what it bears. */
export async function sourceLoad(ask: AskSession): Promise<SourceLoad> {
  await ask(LOOK_AGAIN)
  const [row] = await ask(LOAD)
  return {
    replicaLagMs: Number(row?.['lag_ms'] ?? 0),
    activeBackends: Number(row?.['active'] ?? 0),
  }
}

/**
 * Makes sure that the session's role sees what the limits are about.
 *
 * @throws {ExtractError} `limit_not_visible`
 */
export async function expectVisible(limits: SourceLimits, ask: AskSession): Promise<void> {
  const [row] = await ask(PRIVILEGES)
  if (row?.['sees_all'] === 'true') return
  const unseen: string[] = []
  const isStandby = row?.['in_recovery'] === 'true'
  if (limits.maxReplicaLagMs !== undefined && !isStandby) unseen.push('the lag of replicas')
  if (limits.maxActiveBackends !== undefined) unseen.push('what other backends do')
  if (unseen.length === 0) return
  const role = row?.['role'] ?? ''
  throw new ExtractError(
    'limit_not_visible',
    `role \`${role}\` does not see ${unseen.join(', nor ')}, which must stay below a limit; grant it pg_monitor, or read without the limit`,
    { context: { role } },
  )
}

/** Which limit the load exceeds; `undefined` when none. */
export function exceededLimit(
  load: SourceLoad,
  limits: SourceLimits,
): keyof SourceLimits | undefined {
  if (load.replicaLagMs > (limits.maxReplicaLagMs ?? Infinity)) return 'maxReplicaLagMs'
  if (load.activeBackends > (limits.maxActiveBackends ?? Infinity)) return 'maxActiveBackends'
  return undefined
}
