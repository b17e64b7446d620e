import { type ConnectionSettings, connectionSettings } from '@carmilla/extract'
import { CliError } from '../errors.ts'
import type { Config } from './config.ts'
import type { Environment } from './settings.ts'

/** Name of the sessions in `pg_stat_activity`. */
const APPLICATION_NAME = 'carmilla etl'

/** Variables that override a part of the configuration's URL. */
const OVERRIDING = [
  ['PGHOST', 'host'],
  ['PGPORT', 'port'],
  ['PGUSER', 'user'],
  ['PGDATABASE', 'database'],
] as const

/**
 * Settings of the source database: `--database-url`, else DATABASE_URL, each completed by the PG*
 * variables; else the configuration's URL, overridden by the PG* variables.
 *
 * @throws {CliError} `database_unknown`
 * @throws {ExtractError} `connection_failed` for a URL that cannot be understood
 */
export function databaseSettings(
  config: Config,
  flag: string | undefined,
  environment: Environment,
): ConnectionSettings {
  const overrides = { applicationName: given(environment, 'PGAPPNAME') ?? APPLICATION_NAME }
  const url = flag ?? given(environment, 'DATABASE_URL')
  if (url !== undefined) return connectionSettings({ url, environment, overrides })

  const configured = config.database?.url
  const isNamed = ['PGHOST', 'PGDATABASE'].some((name) => given(environment, name) !== undefined)
  if (configured === undefined && !isNamed) {
    throw new CliError(
      'database_unknown',
      'no database is named; set DATABASE_URL (postgres://user:password@host:port/database), PGHOST and PGDATABASE, or database.url in etl.config.ts',
    )
  }
  const fromEnvironment = connectionSettings({ environment, overrides })
  if (configured === undefined) return fromEnvironment
  const overriding = OVERRIDING.filter(([variable]) => given(environment, variable) !== undefined)
  return connectionSettings({
    url: configured,
    environment,
    overrides: {
      ...overrides,
      ...Object.fromEntries(overriding.map(([, part]) => [part, fromEnvironment[part]])),
    },
  })
}

/** `app@db.example.org:5432/shop`, for people; never with the password. */
export function databaseName({ user, host, port, database }: ConnectionSettings): string {
  return `${user}@${host}:${port}/${database}`
}

function given(environment: Environment, name: string): string | undefined {
  const value = environment[name]
  return value === '' ? undefined : value
}
