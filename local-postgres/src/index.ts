export { LocalPostgresError, type LocalPostgresErrorCode } from './error.ts'
export {
  DEFAULT_IN_USE_WAIT_MS,
  DEFAULT_START_TIMEOUT_MS,
  startLocalPostgres,
  type LocalPostgres,
  type LocalPostgresOptions,
} from './local-postgres.ts'
