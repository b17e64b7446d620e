import type { ConnectionSettings } from './connection-settings.ts'
import { serverIdentity } from './server-identity.ts'
import { Session } from './session.ts'
import type { Snapshot, SnapshotFacts } from './snapshot.ts'
import { SnapshotReader } from './snapshot-reader.ts'

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
    const [exported] = await holder.query({ sql: EXPORT, parameters: [] })
    const facts: SnapshotFacts = {
      id: exported?.id ?? '',
      takenAt: exported?.taken_at ?? '',
      serverVersion: exported?.server_version ?? '',
      server: await serverIdentity(holder),
    }
    return new SnapshotReader(settings, facts, holder)
  } catch (error) {
    await holder.close()
    throw error
  }
}

/**
 * Reads in a snapshot that somebody else holds: another thread, another process.
 *
 * Disposing of it ends the sessions that were opened here, and not the snapshot.
 */
export function joinSnapshot(settings: ConnectionSettings, facts: SnapshotFacts): Snapshot {
  return new SnapshotReader(settings, facts, undefined)
}
