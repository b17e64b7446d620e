import type { Connection } from './connection.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { ExtractError } from './errors.ts'
import { serverIdentity } from './server-identity.ts'
import { Session } from './session.ts'
import type { Snapshot, SnapshotFacts } from './snapshot.ts'
import { expectVisible, type SourceLimits } from './source-limits.ts'

/** With one session there is nobody to export the snapshot to; its id only says what it shows. */
const FACTS = `
  select pg_catalog.pg_current_snapshot()::text as id,
         to_char(transaction_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as taken_at,
         current_setting('server_version') as server_version`

/**
 * Opens the one session of a run that must not use more: every connection of the snapshot is this
 * session, one after the other. All read at one instant, also after a query of one has failed.
 *
 * No process helps with a query either: `max_parallel_workers_per_gather` is 0.
 *
 * @throws {ExtractError} `limit_not_visible` when its role does not see what `limits` are about;
 * `connection_failed`, `authentication_failed`, `query_failed`, `aborted`
 */
export async function openSingleSession(
  settings: ConnectionSettings,
  options: { readonly signal?: AbortSignal; readonly limits?: SourceLimits } = {},
): Promise<Snapshot> {
  const session = await Session.open(
    { ...settings, parallelWorkers: 0 },
    { signal: options.signal, keepsInstant: true },
  )
  try {
    await expectVisible(options.limits ?? {}, (sql) => session.query({ sql, parameters: [] }))
    const [facts] = await session.query({ sql: FACTS, parameters: [] })
    return new SingleSession(session, {
      id: facts?.id ?? '',
      takenAt: facts?.taken_at ?? '',
      serverVersion: facts?.server_version ?? '',
      server: await serverIdentity(session),
    })
  } catch (error) {
    await session.close()
    throw error
  }
}

class SingleSession implements Snapshot {
  readonly id: string
  readonly takenAt: string
  readonly serverVersion: string
  readonly server: SnapshotFacts['server']
  readonly #session: Session
  #lent = false

  constructor(session: Session, facts: SnapshotFacts) {
    this.#session = session
    this.id = facts.id
    this.takenAt = facts.takenAt
    this.serverVersion = facts.serverVersion
    this.server = facts.server
  }

  /** @throws {ExtractError} `query_failed` while the connection before is not closed */
  connect(): Promise<Connection> {
    if (this.#lent) {
      const message = 'the one session is in use; close the connection before the next is opened'
      return Promise.reject(new ExtractError('query_failed', message))
    }
    this.#lent = true
    const session = this.#session
    let isOurs = true
    const giveBack = (): Promise<void> => {
      if (isOurs) this.#lent = false
      isOurs = false
      return Promise.resolve()
    }
    return Promise.resolve({
      backendPid: session.backendPid,
      describe: (query) => session.describe(query),
      batches: (query, batchOptions) => session.batches(query, batchOptions),
      close: giveBack,
      [Symbol.asyncDispose]: giveBack,
    })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#session.close()
  }
}
