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
