import type { ConnectionSettings } from './connection-settings.ts'
import { serverIdentity } from './server-identity.ts'
import { Session } from './session.ts'
import { SnapshotReader } from './snapshot-reader.ts'
import type { Snapshot } from './snapshot.ts'
import { expectVisible, type SourceLimits } from './source-limits.ts'

const FACTS = `
  select to_char(transaction_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as taken_at,
         current_setting('server_version') as server_version`

/**
 * Reads without a common snapshot: every session sees the database as it is when the session begins,
 * and none holds a transaction for longer than it reads. The facts are those of the beginning; the id
 * is empty.
 *
 * @throws {ExtractError} `limit_not_visible` when the role does not see what `limits` are about;
 * `connection_failed`, `authentication_failed`, `query_failed`, `aborted`
 */
export async function openShardSnapshots(
  settings: ConnectionSettings,
  options: { readonly signal?: AbortSignal; readonly limits?: SourceLimits } = {},
): Promise<Snapshot> {
  await using session = await Session.open(settings, { signal: options.signal })
  await expectVisible(options.limits ?? {}, (sql) => session.query({ sql, parameters: [] }))
  const [facts] = await session.query({ sql: FACTS, parameters: [] })
  const server = await serverIdentity(session)
  const [takenAt, serverVersion] = [facts?.taken_at ?? '', facts?.server_version ?? '']
  return new SnapshotReader(settings, { id: '', takenAt, serverVersion, server }, undefined)
}
