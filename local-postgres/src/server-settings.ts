/** Enough for a test run or a sharded extract beside a few clients. */
const MAX_CONNECTIONS = 200

/** Settings for every server: small enough for a laptop, large enough for ten million rows. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // No socket file: its path could be too long, and would have to be cleaned up.
  unix_socket_directories: '',
  max_connections: String(MAX_CONNECTIONS),
  shared_buffers: '256MB',
  maintenance_work_mem: '256MB',
  work_mem: '32MB',
  max_wal_size: '4GB',
  synchronous_commit: 'off',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** Nobody mourns the data after a power cut. */
const THROW_AWAY_SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
}

/** Gives the command-line arguments of a server; `own` settings win. */
export function serverArguments(
  port: number,
  throwAway: boolean,
  own: Readonly<Record<string, string>>,
): string[] {
  const settings = { ...SETTINGS, ...(throwAway ? THROW_AWAY_SETTINGS : {}), ...own, port }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
