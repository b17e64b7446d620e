import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CliError } from '../errors.ts'
import { checkConfig } from './check-config.ts'
import type { Config } from './config.ts'

/** Name of the file, looked for from the working directory upwards. */
export const CONFIG_FILE = 'etl.config.ts'

/** A configuration and where it was found. */
export interface FoundConfig {
  readonly config: Config
  /** Absolute path of the file. */
  readonly path: string
}

/**
 * Loads the configuration: `given`, or the nearest {@link CONFIG_FILE} from `directory` upwards.
 *
 * @throws {CliError} `config_not_found`, `config_invalid`
 */
export async function loadConfig(
  directory: string,
  given: string | undefined,
): Promise<FoundConfig> {
  const path = given === undefined ? find(directory) : resolve(directory, given)
  if (path === undefined) {
    throw new CliError(
      'config_not_found',
      `no ${CONFIG_FILE} in \`${directory}\` or above; run in the project, or name the file with --config`,
    )
  }
  if (!existsSync(path)) {
    throw new CliError('config_not_found', `configuration \`${given}\`: there is no such file`)
  }
  const shown = relative(directory, path)
  let loaded: { readonly default?: unknown }
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module has a default export or not
    loaded = (await import(pathToFileURL(path).href)) as { readonly default?: unknown }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CliError(
      'config_invalid',
      `configuration \`${shown}\` does not load: ${reason}; run \`make typecheck\``,
      { cause },
    )
  }
  return { config: checkConfig(loaded.default, shown), path }
}

function find(directory: string): string | undefined {
  const path = join(directory, CONFIG_FILE)
  if (existsSync(path)) return path
  const parent = dirname(directory)
  return parent === directory ? undefined : find(parent)
}
