import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import type { ConnectionSettings, SslMode } from './connection-settings.ts'
import { ExtractError } from './errors.ts'

/** One way to try: in the clear (`false`) or with these options. */
export type TlsAttempt = ConnectionOptions | false

/**
 * Gives what to try, in order, for the `sslmode` of the settings.
 *
 * As in libpq, a Unix socket is never encrypted, and `require` with a root certificate checks the
 * chain like `verify-ca`.
 *
 * @throws {ExtractError} `connection_failed` for a certificate that cannot be read
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html
 */
export function tlsAttempts(settings: ConnectionSettings): readonly TlsAttempt[] {
  if (settings.host.startsWith('/')) return [false]
  return ATTEMPTS[settings.sslMode](settings)
}

const ATTEMPTS: Readonly<Record<SslMode, (settings: ConnectionSettings) => readonly TlsAttempt[]>> =
  {
    disable: () => [false],
    allow: (settings) => [false, unverified(settings)],
    prefer: (settings) => [unverified(settings), false],
    require: (settings) => [
      settings.sslRootCertificate === undefined ? unverified(settings) : chainOnly(settings),
    ],
    'verify-ca': (settings) => [chainOnly(settings)],
    'verify-full': (settings) => [
      { ...clientFiles(settings), ...roots(settings), rejectUnauthorized: true },
    ],
  }

function unverified(settings: ConnectionSettings): ConnectionOptions {
  return { ...clientFiles(settings), rejectUnauthorized: false }
}

function chainOnly(settings: ConnectionSettings): ConnectionOptions {
  const { sslRootCertificate, sslMode } = settings
  if (sslRootCertificate === undefined || sslRootCertificate === 'system') {
    // With public roots anybody's certificate would pass; libpq refuses this as well.
    throw new ExtractError(
      'connection_failed',
      `sslmode \`${sslMode}\` needs the file of a root certificate in sslrootcert; use verify-full with public certificates`,
    )
  }
  return {
    ...clientFiles(settings),
    ...roots(settings),
    rejectUnauthorized: true,
    checkServerIdentity: () => undefined,
  }
}

function roots({ sslRootCertificate: file }: ConnectionSettings): ConnectionOptions {
  return file === undefined || file === 'system' ? {} : { ca: contentOf('sslrootcert', file) }
}

function clientFiles({ sslCertificate, sslKey }: ConnectionSettings): ConnectionOptions {
  return {
    ...(sslCertificate === undefined ? {} : { cert: contentOf('sslcert', sslCertificate) }),
    ...(sslKey === undefined ? {} : { key: contentOf('sslkey', sslKey) }),
  }
}

function contentOf(parameter: string, file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new ExtractError('connection_failed', `${parameter} ${file} cannot be read`, { cause })
  }
}
