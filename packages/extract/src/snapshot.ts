import type { Connection } from './connection.ts'
import type { ServerIdentity } from './server-identity.ts'

/** What tells another thread or process of a snapshot how to read in it; serialisable. */
export interface SnapshotFacts {
  /**
   * What `pg_export_snapshot()` returned; empty where every session has a snapshot of its own; of the one
   * session of a run, what `pg_current_snapshot()` did.
   */
  readonly id: string
  /** Server time at which the snapshot was taken, ISO 8601. */
  readonly takenAt: string
  /** `server_version`, such as `17.2`. */
  readonly serverVersion: string
  /** The server that holds it. */
  readonly server: ServerIdentity
}

/** An exported snapshot: every connection made through it sees the database at one instant. */
export interface Snapshot extends SnapshotFacts, AsyncDisposable {
  /** Opens a further session in the same snapshot. */
  connect(options?: { readonly signal?: AbortSignal }): Promise<Connection>
}
