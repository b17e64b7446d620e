import type { Connection } from './connection.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { ExtractError } from './errors.ts'
import { type ServerIdentity, serverIdentity } from './server-identity.ts'
import { Session } from './session.ts'
import type { Snapshot, SnapshotFacts } from './snapshot.ts'

/**
 * SQLSTATEs of a snapshot that is no more: no such identifier (22023 before Postgres 17), or one whose
 * process or transaction has ended.
 */
const SNAPSHOT_GONE: readonly unknown[] = ['42704', '22023', '55000']

const DIRECTLY =
  'connect to one server directly, or read without a common snapshot with the consistency `perShard`'

/**
 * Opens sessions in an exported snapshot, and makes sure that they are on its server. Without an id,
 * every session has a snapshot of its own, on whatever server it comes to.
 */
export class SnapshotReader implements Snapshot {
  readonly id: string
  readonly takenAt: string
  readonly serverVersion: string
  readonly server: ServerIdentity
  readonly #settings: ConnectionSettings
  /** The session that holds the snapshot, where that is ours. */
  readonly #holder: Session | undefined
  readonly #sessions = new Set<Session>()
  #disposed = false

  constructor(settings: ConnectionSettings, facts: SnapshotFacts, holder: Session | undefined) {
    this.#settings = settings
    this.#holder = holder
    this.id = facts.id
    this.takenAt = facts.takenAt
    this.serverVersion = facts.serverVersion
    this.server = facts.server
  }

  async connect(options: { readonly signal?: AbortSignal } = {}): Promise<Connection> {
    this.#throwIfDisposed()
    const session = await this.#open(options.signal)
    this.#sessions.add(session)
    // Disposing may have begun while this one was being opened.
    if (this.#disposed) await session.close()
    this.#throwIfDisposed()
    return session
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true
    const sessions = [...this.#sessions, ...(this.#holder === undefined ? [] : [this.#holder])]
    await Promise.all(sessions.map((session) => session.close()))
  }

  async #open(signal: AbortSignal | undefined): Promise<Session> {
    if (this.id === '') return Session.open(this.#settings, { signal })
    let isPooled = false
    const check = async (opened: Session): Promise<void> => {
      // First: two servers may both have a snapshot of this name, or the one ask for what it has not.
      const found = await serverIdentity(opened)
      this.#expectSameServer(found)
      isPooled = found.pooled
    }
    const session = await Session.open(this.#settings, {
      snapshotId: this.id,
      check,
      signal,
    }).catch((error: unknown) => {
      throw openFailure(error, isPooled)
    })
    // A pooler may have chosen another server for the transaction.
    if (isPooled) await this.#checkPooled(session)
    return session
  }

  async #checkPooled(session: Session): Promise<void> {
    try {
      this.#expectSameServer(await serverIdentity(session))
    } catch (error) {
      await session.close()
      throw error
    }
  }

  #expectSameServer(found: ServerIdentity): void {
    const { server } = this
    if (found.startedAt === server.startedAt) return
    const who = server.pooled || found.pooled ? 'a connection pooler' : 'a load balancer'
    throw new ExtractError(
      'snapshot_broken',
      `the snapshot is on the server that began at ${server.startedAt}${at(server)}, and a further connection came to one that began at ${found.startedAt}${at(found)}: ${who} stands between; ${DIRECTLY}`,
      { context: { expected: server.startedAt, got: found.startedAt } },
    )
  }

  #throwIfDisposed(): void {
    if (this.#disposed) throw new ExtractError('aborted', `snapshot ${this.id} is closed`)
  }
}

/** Postgres only says that there is no such snapshot; the fault is that nobody holds it here any more. */
function openFailure(error: unknown, isPooled: boolean): unknown {
  if (!(error instanceof ExtractError) || error.code !== 'query_failed') return error
  if (!SNAPSHOT_GONE.includes(error.context.sqlState)) return error
  const pooler = isPooled
    ? ', or the connection pooler that stands between has changed the server'
    : ''
  return new ExtractError(
    'connection_lost',
    `connection to postgres lost: the session that held the snapshot has ended${pooler}, and nothing more can be read at its instant; run again`,
    { cause: error, context: error.context, retriable: true },
  )
}

function at({ address }: ServerIdentity): string {
  return address === '' ? '' : ` (${address})`
}
