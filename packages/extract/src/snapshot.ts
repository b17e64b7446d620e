import type { Connection } from './connection.ts'

/** An exported snapshot: every connection made through it sees the database at one instant. */
export interface Snapshot extends AsyncDisposable {
  /** What `pg_export_snapshot()` returned. */
  readonly id: string
  /** Server time at which the snapshot was taken, ISO 8601. */
  readonly takenAt: string
  /** `server_version`, such as `17.2`. */
  readonly serverVersion: string
  /** Opens a further session in the same snapshot. */
  connect(options?: { readonly signal?: AbortSignal }): Promise<Connection>
}
