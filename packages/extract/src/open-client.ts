import { Socket } from 'node:net'
import { Client, DatabaseError, type ClientConfig } from 'pg'
import { connectFailure } from './connect-failure.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { receiveFrom } from './encrypted-socket.ts'
import { plainSocket } from './plain-socket.ts'
import { throwIfAborted } from './query-failure.ts'
import type { Receiver } from './receiver.ts'
import { tlsAttempts, type TlsAttempt } from './tls-options.ts'

/** What the server wants to see before it cancels a query of a session. */
export interface CancelKey {
  readonly processID: number
  readonly secretKey: number
}

/** A client of pg that is logged in, with our receiver between it and its socket. */
export interface OpenClient {
  readonly client: Client
  readonly receiver: Receiver
  readonly cancelKey: CancelKey
  /** How the session is encrypted; a cancel request goes the same way. */
  readonly tls: TlsAttempt
  /** Bytes that the server has sent so far, as they came over the wire. */
  readonly receivedBytes: () => number
}

/**
 * Connects and logs in.
 *
 * @throws {ExtractError} `connection_failed`, `authentication_failed`, `aborted`
 */
export async function openClient(
  settings: ConnectionSettings,
  signal?: AbortSignal,
): Promise<OpenClient> {
  let failure: unknown
  const sockets: Socket[] = []
  for (const tls of tlsAttempts(settings)) {
    throwIfAborted(signal)
    try {
      const open = await attempt(settings, tls, { signal, sockets })
      const receivedBytes = (): number => sockets.reduce((sum, each) => sum + each.bytesRead, 0)
      return { ...open, receivedBytes }
    } catch (error) {
      throwIfAborted(signal)
      failure = error
      if (!anotherWayMayWork(error, tls)) break
    }
  }
  throw connectFailure(failure, settings)
}

async function attempt(
  settings: ConnectionSettings,
  tls: TlsAttempt,
  { signal, sockets }: { readonly signal: AbortSignal | undefined; readonly sockets: Socket[] },
): Promise<Omit<OpenClient, 'receivedBytes'>> {
  const plain = tls === false ? plainSocket() : undefined
  const socket = plain?.socket ?? new Socket()
  sockets.push(socket)
  let receiver = plain?.receiver
  const client = new Client({
    ...clientConfig(settings),
    ssl: tls === false ? false : { ...tls },
    stream: () => socket,
  })
  // Failures outside of a query also reach the next query, which reports them.
  client.on('error', () => {})
  let cancelKey: CancelKey = { processID: 0, secretKey: 0 }
  client.connection.once('backendKeyData', (key: CancelKey) => {
    cancelKey = { processID: key.processID, secretKey: key.secretKey }
  })
  client.connection.once('sslconnect', () => {
    receiver = receiveFrom(client.connection.stream)
  })
  const abort = (): void => {
    client.connection.stream.destroy(new Error('aborted'))
  }
  signal?.addEventListener('abort', abort, { once: true })
  try {
    await client.connect()
  } catch (error) {
    client.connection.stream.destroy()
    throw error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
  if (receiver === undefined) throw new TypeError('pg did not announce its encrypted stream')
  if (settings.maxRowBytes !== undefined) receiver.limitMessages(settings.maxRowBytes)
  return { client, receiver, cancelKey, tls }
}

function clientConfig(settings: ConnectionSettings): ClientConfig {
  const { password } = settings
  return {
    host: settings.host,
    port: settings.port,
    user: settings.user,
    database: settings.database,
    // A function also when there is none: pg would otherwise look for a password file.
    password: password ?? (() => ''),
    application_name: settings.applicationName,
    connectionTimeoutMillis: settings.connectTimeoutMs,
    keepAlive: true,
    ...(settings.options === undefined ? {} : { options: settings.options }),
  }
}

/** `prefer` goes on in the clear when TLS fails, `allow` with TLS when the clear is refused. */
function anotherWayMayWork(error: unknown, tried: TlsAttempt): boolean {
  if (error instanceof DatabaseError) return error.code === '28000'
  if (tried === false) return false
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : ''
  return /SSL|TLS|CERT/.test(code) || /SSL|TLS/i.test(message)
}
