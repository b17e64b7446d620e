import type { Session } from './session.ts'

/**
 * Which running server a session is on, and which of its backends.
 *
 * Not the system identifier: a standby has that of its primary.
 */
export interface ServerIdentity {
  /** When the server began, to the microsecond: no two servers share it. */
  readonly startedAt: string
  /** Address of the server as it sees itself; empty for a Unix socket. */
  readonly address: string
  /** Whether somebody between us and the server made up the process id that we were told. */
  readonly pooled: boolean
}

const IDENTITY = `
  select pg_catalog.pg_postmaster_start_time()::text as started_at,
         coalesce(host(pg_catalog.inet_server_addr()) || ':' || pg_catalog.inet_server_port(), '') as address,
         pg_catalog.pg_backend_pid()::text as pid`

/** Asks the server who it is. */
export async function serverIdentity(session: Session): Promise<ServerIdentity> {
  const [row] = await session.query({ sql: IDENTITY, parameters: [] })
  return {
    startedAt: row?.started_at ?? '',
    address: row?.address ?? '',
    pooled: row?.pid !== `${session.backendPid}`,
  }
}
