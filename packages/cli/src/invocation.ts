import { join } from 'node:path'
import type { AwsSettings, CatalogKind } from '@carmilla/aws'
import { openLocalTarget, type Target } from '@carmilla/load'
import { CONFIG_FILE, type FoundConfig, loadConfig } from './config/find-config.ts'
import type { Environment } from './config/settings.ts'
import { CliError } from './errors.ts'
import type { Interrupt } from './interrupt.ts'
import type { Output } from './output/output.ts'

/** One call of the command: where it happens, and where it speaks to. */
export interface Invocation {
  /** Working directory. */
  readonly directory: string
  readonly environment: Environment
  readonly output: Output
  readonly interrupt: Interrupt
  /** Status with which the process ends when nothing is thrown. */
  exitStatus: number
  /** What state the data is in when something is thrown, for verbs that change it. */
  dataState?: string
}

/** Flags that every verb has. */
export type CommonFlags = {
  readonly config?: string
  readonly verbose?: true
  readonly json?: true
}

/** Loads the configuration that a call means. */
export function configOf(invocation: Invocation, flags: CommonFlags): Promise<FoundConfig> {
  return loadConfig(invocation.directory, flags.config)
}

/** The same, for verbs that need no tasks: where there is no configuration, an empty one. */
export async function optionalConfigOf(
  invocation: Invocation,
  flags: CommonFlags,
): Promise<FoundConfig> {
  try {
    return await configOf(invocation, flags)
  } catch (error) {
    const isMissing = error instanceof CliError && error.code === 'config_not_found'
    if (!isMissing || flags.config !== undefined) throw error
    return { config: { tasks: {} }, path: join(invocation.directory, CONFIG_FILE) }
  }
}

/** The same, for verbs that look at a target: they need no configuration when the call names it. */
export function targetConfigOf(
  invocation: Invocation,
  flags: CommonFlags & { readonly target?: string },
): Promise<FoundConfig> {
  const target = flags.target ?? invocation.environment['CARMILLA_TARGET'] ?? ''
  return target === '' ? configOf(invocation, flags) : optionalConfigOf(invocation, flags)
}

/** Where tables are published; serialisable. */
export interface TargetChoice {
  /** `file:` and a folder, `s3://` and a bucket. */
  readonly target: string
  /** Who says which version is current. */
  readonly catalog: CatalogKind
  readonly aws: AwsSettings
}

/** What a worker thread needs of the settings to open the target itself. */
export function placeOf({ target, catalog, aws }: TargetChoice): TargetChoice {
  return { target, catalog, aws }
}

/**
 * Opens a target; what AWS takes is loaded for its targets only.
 *
 * @throws {CliError} `target_invalid`
 */
export async function openTarget({ target: uri, catalog, aws }: TargetChoice): Promise<Target> {
  if (uri.startsWith('s3://')) {
    const { openS3Target } = await import('@carmilla/aws')
    return openS3Target({ uri, catalog, aws })
  }
  if (!uri.startsWith('file:')) {
    throw new CliError(
      'target_invalid',
      `target \`${uri}\`: expected \`file:\` and a folder, or \`s3://\`, a bucket and a prefix`,
    )
  }
  if (catalog === 'files') return openLocalTarget(uri)
  throw new CliError(
    'target_invalid',
    `target \`${uri}\`: catalog ${catalog} has tables in s3:// only; leave --catalog out`,
  )
}
