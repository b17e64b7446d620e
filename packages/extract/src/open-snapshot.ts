import type { Connection } from './connection.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { ExtractError } from './errors.ts'
import { Session } from './session.ts'
import type { Snapshot } from './snapshot.ts'

const EXPORT = `
  select pg_catalog.pg_export_snapshot() as id,
         to_char(transaction_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as taken_at,
         current_setting('server_version') as server_version`

/**
 * SQLSTATEs of a snapshot that is no more: no such identifier (22023 before Postgres 17), or one whose
 * process or transaction has ended.
 */
const SNAPSHOT_GONE: readonly unknown[] = ['42704', '22023', '55000']

/**
 * Takes a snapshot of the database, and holds it until it is disposed of.
 *
 * One session does nothing but hold it; the sessions that read are opened with `connect`.
 * Disposing of the snapshot ends them all, whatever they do.
 *
 * @throws {ExtractError} `connection_failed`, `authentication_failed`, `query_failed`, `aborted`
 */
export async function openSnapshot(
  settings: ConnectionSettings,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Snapshot> {
  // The holder idles for as long as the others read.
  const holder = await Session.open({ ...settings, idleInTransactionTimeoutMs: 0 }, options)
  try {
    const [facts] = await holder.query({ sql: EXPORT, parameters: [] })
    return new HeldSnapshot(settings, holder, {
      id: facts?.id ?? '',
      takenAt: facts?.taken_at ?? '',
      serverVersion: facts?.server_version ?? '',
    })
  } catch (error) {
    await holder.close()
    throw error
  }
}

class HeldSnapshot implements Snapshot {
  readonly id: string
  readonly takenAt: string
  readonly serverVersion: string
  readonly #settings: ConnectionSettings
  readonly #holder: Session
  readonly #sessions = new Set<Session>()
  #disposed = false

  constructor(
    settings: ConnectionSettings,
    holder: Session,
    facts: Pick<Snapshot, 'id' | 'takenAt' | 'serverVersion'>,
  ) {
    this.#settings = settings
    this.#holder = holder
    this.id = facts.id
    this.takenAt = facts.takenAt
    this.serverVersion = facts.serverVersion
  }

  async connect(options: { readonly signal?: AbortSignal } = {}): Promise<Connection> {
    this.#throwIfDisposed()
    const session = await Session.open(this.#settings, {
      snapshotId: this.id,
      signal: options.signal,
    }).catch((error: unknown) => {
      throw openFailure(error)
    })
    this.#sessions.add(session)
    // Disposing may have begun while this one was being opened.
    if (this.#disposed) await session.close()
    this.#throwIfDisposed()
    return session
  }

  #throwIfDisposed(): void {
    if (this.#disposed) throw new ExtractError('aborted', `snapshot ${this.id} is closed`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true
    const sessions = [...this.#sessions, this.#holder]
    await Promise.all(sessions.map((session) => session.close()))
  }
}

/** Postgres only says that there is no such snapshot; the fault is that nobody holds it any more. */
function openFailure(error: unknown): unknown {
  if (!(error instanceof ExtractError) || error.code !== 'query_failed') return error
  if (!SNAPSHOT_GONE.includes(error.context.sqlState)) return error
  return new ExtractError(
    'connection_lost',
    'connection to postgres lost: the session that held the snapshot has ended, and nothing more can be read at its instant; run again',
    { cause: error, context: error.context, retriable: true },
  )
}
