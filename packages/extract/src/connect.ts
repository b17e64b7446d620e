import type { Connection } from './connection.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { Session } from './session.ts'

/**
 * Opens one session in a snapshot of its own.
 *
 * @throws {ExtractError} `connection_failed`, `authentication_failed`, `aborted`
 */
export function connect(
  settings: ConnectionSettings,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Connection> {
  return Session.open(settings, options)
}
