import { userInfo } from 'node:os'
import { ExtractError } from './errors.ts'
import type { SourceMeter } from './source-meter.ts'

/** How a session is encrypted, and what is checked, as libpq means it. */
export const SSL_MODES = [
  'disable',
  'allow',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
] as const
export type SslMode = (typeof SSL_MODES)[number]

/** What libpq does: encrypt when the server can, go on in the clear when it cannot. */
export const DEFAULT_SSL_MODE: SslMode = 'prefer'
/** Name of the sessions in `pg_stat_activity`. */
export const DEFAULT_APPLICATION_NAME = 'carmilla'
/** Milliseconds until an attempt to connect is given up; `0` waits for ever. */
export const DEFAULT_CONNECT_TIMEOUT_MS = 15_000
/** Milliseconds a reader may do nothing inside its transaction before Postgres ends it: an hour. */
export const DEFAULT_IDLE_IN_TRANSACTION_TIMEOUT_MS = 3_600_000
const DEFAULT_PORT = 5432

/** Where the source database is, who asks, and how long a query may take. */
export interface ConnectionSettings {
  /** Host name, address, or the folder of a Unix socket (begins with `/`). */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  /** Gives the password. A function, so that settings can be logged without it. */
  readonly password?: () => string
  readonly sslMode: SslMode
  /** File of the certificates to trust (PEM), or `system` for those that Node.js trusts. */
  readonly sslRootCertificate?: string
  /** File of the client's certificate (PEM). */
  readonly sslCertificate?: string
  /** File of the client's private key (PEM). */
  readonly sslKey?: string
  readonly applicationName: string
  readonly connectTimeoutMs: number
  /** Longest time of one query in milliseconds, `0` for no limit; by default the server decides. */
  readonly statementTimeoutMs?: number
  /** Milliseconds; `0` for no limit. */
  readonly idleInTransactionTimeoutMs: number
  /** Longest row that is read, in bytes as Postgres sends it; by default all that it can send. */
  readonly maxRowBytes?: number
  /** Further server settings in the syntax of `PGOPTIONS` (`-c geqo=off`). */
  readonly options?: string
  /** Processes that may help the backend with one query; by default the server decides. */
  readonly parallelWorkers?: number
  /** Measures what the sessions cost the server. */
  readonly meter?: SourceMeter
}

/** Where settings come from: `url` wins over `environment`, `overrides` win over both. */
export interface SettingsSources {
  /** `postgres://user:password@host:port/database?sslmode=require`. */
  readonly url?: string
  /** PG* variables; none by default. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly overrides?: Partial<ConnectionSettings>
}

/** Names of libpq's parameters that are understood, with their variable. */
const VARIABLES = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  application_name: 'PGAPPNAME',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  options: 'PGOPTIONS',
} as const

type Parameter = keyof typeof VARIABLES
type Parameters = Partial<Record<Parameter, string>>

/**
 * Makes settings from a connection URL and the PG* variables.
 *
 * @throws {ExtractError} `connection_failed`, never showing the password
 */
export function connectionSettings(sources: SettingsSources = {}): ConnectionSettings {
  const { url, environment = {}, overrides = {} } = sources
  const given: Parameters = {
    ...fromEnvironment(environment),
    ...(url === undefined ? {} : fromUrl(url)),
  }
  const user = overrides.user ?? given.user ?? userInfo().username
  const { password } = given
  return {
    host: given.host ?? 'localhost',
    port: given.port === undefined ? DEFAULT_PORT : wholeNumber('port', given.port, 65_535),
    user,
    database: given.dbname ?? user,
    sslMode: given.sslmode === undefined ? DEFAULT_SSL_MODE : sslMode(given.sslmode),
    applicationName: given.application_name ?? DEFAULT_APPLICATION_NAME,
    connectTimeoutMs:
      given.connect_timeout === undefined
        ? DEFAULT_CONNECT_TIMEOUT_MS
        : wholeNumber('connect_timeout', given.connect_timeout, 2_000_000) * 1000,
    idleInTransactionTimeoutMs: DEFAULT_IDLE_IN_TRANSACTION_TIMEOUT_MS,
    ...(password === undefined ? {} : { password: () => password }),
    ...(given.sslrootcert === undefined ? {} : { sslRootCertificate: given.sslrootcert }),
    ...(given.sslcert === undefined ? {} : { sslCertificate: given.sslcert }),
    ...(given.sslkey === undefined ? {} : { sslKey: given.sslkey }),
    ...(given.options === undefined ? {} : { options: given.options }),
    ...overrides,
  }
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Parameters {
  const given: Parameters = {}
  for (const name of parameterNames()) {
    const value = environment[VARIABLES[name]]
    if (value !== undefined && value !== '') given[name] = value
  }
  return given
}

function fromUrl(text: string): Parameters {
  const url = parseUrl(text)
  const given: Parameters = {}
  const parts: readonly (readonly [Parameter, string])[] = [
    ['host', url.hostname.replace(/^\[(.*)\]$/, '$1')],
    ['port', url.port],
    ['user', url.username],
    ['password', url.password],
    ['dbname', url.pathname.slice(1)],
  ]
  for (const [name, value] of parts) if (value !== '') given[name] = decoded(name, value)
  for (const [name, value] of url.searchParams) {
    if (!isParameter(name)) {
      const known = parameterNames().join(', ')
      throw unusable(`connection url: unknown parameter \`${name}\`; known are ${known}`)
    }
    given[name] = value
  }
  return given
}

function parseUrl(text: string): URL {
  // `postgres://user@/database` means the default host, which the URL standard has no word for.
  const url = URL.parse(text) ?? URL.parse(text.replace(/@(?=[/?]|$)/, '@localhost'))
  // Not even the parser's own error may be shown: it repeats the URL, password included.
  if (url === null) {
    throw unusable(
      'connection url cannot be parsed; write postgres://user:password@host:port/database, with special characters of the password percent-encoded',
    )
  }
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    throw unusable(`connection url begins with \`${url.protocol}\`; expected postgres://`)
  }
  return url
}

function decoded(name: Parameter, value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw unusable(`connection url: ${name} is not percent-encoded; write \`%25\` for \`%\``)
  }
}

function sslMode(text: string): SslMode {
  const mode = SSL_MODES.find((known) => known === text)
  if (mode !== undefined) return mode
  throw unusable(`sslmode \`${text}\` is unknown; expected one of ${SSL_MODES.join(', ')}`)
}

function wholeNumber(name: Parameter, text: string, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= most) return value
  throw unusable(`${name} \`${text}\`: expected a whole number up to ${most}`)
}

function isParameter(name: string): name is Parameter {
  return Object.hasOwn(VARIABLES, name)
}

function parameterNames(): Parameter[] {
  return Object.keys(VARIABLES).filter(isParameter)
}

function unusable(message: string): ExtractError {
  return new ExtractError('connection_failed', message)
}
