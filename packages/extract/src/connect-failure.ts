import { DatabaseError } from 'pg'
import type { ConnectionSettings } from './connection-settings.ts'
import { ExtractError, type ExtractErrorCode } from './errors.ts'

interface Diagnosis {
  readonly code: ExtractErrorCode
  readonly reason: string
  readonly retriable: boolean
}

/** SQLSTATEs of a refused login, and what to check. */
const REFUSED: Readonly<Record<string, string>> = {
  '28P01': 'check PGPASSWORD or the URL',
  '28000': 'check the user and pg_hba.conf',
}
/** Too many sessions, out of a resource, starting or stopping. */
const TEMPORARY = /^(?:53...|57P0[123])$/

/** What errors of the network mean. The errors' own texts only name the system call. */
const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused; check host and port, and whether the server runs',
  ECONNRESET: 'connection reset by the server or on the way',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ENOTFOUND: 'host name not found; check host',
  EAI_AGAIN: 'host name cannot be resolved now',
  ETIMEDOUT: 'connection timed out; check host, port and firewalls',
  ENOENT: 'no such socket; check the folder and the port',
  EACCES: 'socket not permitted',
}

/** Puts a failed attempt to connect into the terms of this package; the password is never shown. */
export function connectFailure(error: unknown, settings: ConnectionSettings): ExtractError {
  if (error instanceof ExtractError) return error
  const { host, port, database, user } = settings
  const { code, reason, retriable } = diagnose(error, settings)
  const address =
    host.startsWith('/') || host.includes(':') ? `${host} port ${port}` : `${host}:${port}`
  return new ExtractError(code, `cannot connect to postgres at ${address} as ${user}: ${reason}`, {
    cause: error,
    retriable,
    context: { host, port, database, user },
  })
}

function diagnose(error: unknown, settings: ConnectionSettings): Diagnosis {
  if (error instanceof DatabaseError) return diagnoseServerError(error)
  const message = error instanceof Error ? error.message : String(error)
  if (message.startsWith('SASL')) {
    const reason = message.includes('must be a')
      ? 'the server asks for a password and none was given; set PGPASSWORD'
      : message
    return { code: 'authentication_failed', reason, retriable: false }
  }
  if (message === 'timeout expired') {
    return failed(`no answer within ${settings.connectTimeoutMs} ms`, true)
  }
  if (message.includes('does not support SSL')) {
    return failed(`the server offers no TLS and sslmode is ${settings.sslMode}`, false)
  }
  const code = errorCode(error)
  const network = NETWORK[code]
  if (network !== undefined) return failed(network, true)
  if (isCertificateError(code)) {
    const reason = `the server's certificate is not trusted: ${message}; check sslrootcert and host`
    return failed(reason, false)
  }
  return failed(message === '' ? code : message, message.startsWith('Connection terminated'))
}

function failed(reason: string, retriable: boolean): Diagnosis {
  return { code: 'connection_failed', reason, retriable }
}

function diagnoseServerError(error: DatabaseError): Diagnosis {
  const sqlState = error.code ?? ''
  const hint = REFUSED[sqlState]
  if (hint === undefined) {
    const retriable = TEMPORARY.test(sqlState)
    return { code: 'connection_failed', reason: error.message, retriable }
  }
  // The server says `… failed for user "x"`, and the user is named already.
  const reason = `${error.message.replace(/ for user ".*"$/, '')}; ${hint}`
  return { code: 'authentication_failed', reason, retriable: false }
}

function isCertificateError(code: string): boolean {
  return /CERT|SIGNATURE|^ERR_TLS|ISSUER|^HOSTNAME_MISMATCH$/.test(code)
}

/** The code of a system error; of several addresses that failed, that of the first. */
function errorCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0])
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return ''
}
