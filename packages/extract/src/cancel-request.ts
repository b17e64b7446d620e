import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import type { ConnectionSettings } from './connection-settings.ts'
import type { OpenClient } from './open-client.ts'

const SSL_REQUEST_CODE = 80_877_103
const CANCEL_REQUEST_CODE = 80_877_102
/** Milliseconds until the server must have taken the request. */
const CANCEL_TIMEOUT_MS = 5_000

/**
 * Asks the server to cancel what a session is doing. Resolves when the server has passed it on:
 * after that, no late cancel can hit the session's next query. Never rejects, as the caller cannot
 * do more than to end the session, which it does anyway when nothing happens.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
export async function requestCancel(
  settings: ConnectionSettings,
  session: Pick<OpenClient, 'cancelKey' | 'tls'>,
): Promise<void> {
  const { host, port } = settings
  const socket = host.startsWith('/')
    ? createConnection(`${host}/.s.PGSQL.${port}`)
    : createConnection(port, host)
  const signal = AbortSignal.timeout(CANCEL_TIMEOUT_MS)
  try {
    await once(socket, 'connect', { signal })
    const stream = session.tls === false ? socket : await encrypted(socket, session, host, signal)
    const { processID, secretKey } = session.cancelKey
    const closed = once(stream, 'close', { signal })
    stream.resume()
    stream.write(int32s(16, CANCEL_REQUEST_CODE, processID, secretKey))
    await closed
  } catch {
    // See above.
  } finally {
    socket.destroy()
  }
}

async function encrypted(
  socket: Socket,
  session: Pick<OpenClient, 'tls'>,
  host: string,
  signal: AbortSignal,
): Promise<Socket> {
  socket.write(int32s(8, SSL_REQUEST_CODE))
  await once(socket, 'data', { signal })
  const { connect } = await import('node:tls')
  const stream = connect({ ...session.tls, socket, host })
  await once(stream, 'secureConnect', { signal })
  return stream
}

function int32s(...values: readonly number[]): Buffer {
  const message = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) message.writeInt32BE(value, index * 4)
  return message
}
