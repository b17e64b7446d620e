import type { SourceLimits } from '@carmilla/extract'
import type { Config } from './config.ts'
import { countOf, durationOf, type Environment, type Given } from './settings.ts'
import { CliError } from '../errors.ts'

/** Values of flags that say how the source is spared. */
export type GentleFlags = {
  readonly gentle?: true
  readonly maxRowsPerSecond?: string
  readonly maxReplicaLag?: string
  readonly maxActiveBackends?: string
}

/** How the source is spared. */
export interface GentleSettings {
  readonly gentle: boolean
  /** A gentle run has one backend; else the other settings say. */
  readonly workers?: 1
  readonly limits?: SourceLimits
  readonly maxRowsPerSecond?: number
}

const FLAGS: Readonly<Record<keyof GentleFlags, string>> = {
  gentle: '--gentle',
  maxRowsPerSecond: '--max-rows-per-second',
  maxReplicaLag: '--max-replica-lag',
  maxActiveBackends: '--max-active-backends',
}

/** Variables that override the configuration. */
const VARIABLES: Readonly<Record<keyof GentleFlags, string>> = {
  gentle: 'CARMILLA_GENTLE',
  maxRowsPerSecond: 'CARMILLA_MAX_ROWS_PER_SECOND',
  maxReplicaLag: 'CARMILLA_MAX_REPLICA_LAG',
  maxActiveBackends: 'CARMILLA_MAX_ACTIVE_BACKENDS',
}

/**
 * What holds for this call. A limit on what the source has to bear makes the run gentle: only between
 * the fetches of a gentle run can it be looked at, and not looking would be worse than to be slow.
 *
 * @throws {CliError} `usage` for a value that cannot be
 */
export function gentleSettings(
  config: Config,
  flags: GentleFlags,
  environment: Environment,
): GentleSettings {
  const given = (name: keyof GentleFlags): Given | undefined => {
    const flag = flags[name]
    if (flag !== undefined) return { source: FLAGS[name], text: String(flag) }
    const text = environment[VARIABLES[name]]
    return text === undefined || text === '' ? undefined : { source: VARIABLES[name], text }
  }
  const lag = given('maxReplicaLag')
  const maxReplicaLagMs = lag === undefined ? config.maxReplicaLagMs : durationOf(lag)
  const maxActiveBackends = countOf(given('maxActiveBackends')) ?? config.maxActiveBackends
  const maxRowsPerSecond = countOf(given('maxRowsPerSecond')) ?? config.maxRowsPerSecond
  const limited = maxReplicaLagMs !== undefined || maxActiveBackends !== undefined
  const gentle = booleanOf(given('gentle')) ?? config.gentle ?? false
  return {
    gentle: gentle || limited,
    ...(gentle || limited ? { workers: 1 } : {}),
    ...(limited
      ? {
          limits: {
            ...(maxReplicaLagMs === undefined ? {} : { maxReplicaLagMs }),
            ...(maxActiveBackends === undefined ? {} : { maxActiveBackends }),
          },
        }
      : {}),
    ...(maxRowsPerSecond === undefined ? {} : { maxRowsPerSecond }),
  }
}

function booleanOf(given: Given | undefined): boolean | undefined {
  switch (given?.text) {
    case undefined:
      return undefined
    case 'true':
      return true
    case 'false':
      return false
    default:
      throw new CliError('usage', `${given?.source} \`${given?.text}\`: expected true or false`)
  }
}
