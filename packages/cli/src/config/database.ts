import { type ConnectionSettings, connectionSettings } from '@carmilla/extract'
import { CliError } from '../errors.ts'
import type { Config } from './config.ts'
import type { Environment } from './settings.ts'

/** Name of the sessions in `pg_stat_activity`. */
const APPLICATION_NAME = 'carmilla etl'

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
  const name = environment['PGAPPNAME'] ?? APPLICATION_NAME
  const url = flag ?? given(environment, 'DATABASE_URL')
  if (url !== undefined) {
    return connectionSettings({ url, environment, overrides: { applicationName: name } })
  }
  const configured = config.database?.url
  const host = given(environment, 'PGHOST')
  const database = given(environment, 'PGDATABASE')
  if (configured === undefined && host === undefined && database === undefined) {
    throw new CliError(
      'database_unknown',
      'no database is named; set DATABASE_URL (postgres://user:password@host:port/database), PGHOST and PGDATABASE, or database.url in etl.config.ts',
    )
  }
  const port = given(environment, 'PGPORT')
  const user = given(environment, 'PGUSER')
  return connectionSettings({
    environment,
    ...(configured === undefined ? {} : { url: configured }),
    overrides: {
      applicationName: name,
      ...(configured === undefined || host === undefined ? {} : { host }),
      ...(configured === undefined || database === undefined ? {} : { database }),
      ...(configured === undefined || user === undefined ? {} : { user }),
      ...(configured === undefined || port === undefined ? {} : { port: Number(port) }),
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
