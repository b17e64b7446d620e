import { CliError } from '../errors.ts'
import { hintOf } from '../near-names.ts'
import type { Config } from './config.ts'

/** What `--table` calls all tasks. */
const ALL = 'all'

/**
 * Names of the tasks that are meant by names of tasks and groups, each once, in the order of the
 * registry.
 *
 * @throws {CliError} `unknown_task` naming every one that is unknown; `usage` when none is meant
 */
export function selectTasks(
  { tasks, groups = {} }: Config,
  names: readonly string[],
  options: { readonly all: boolean },
): readonly string[] {
  const known = Object.keys(tasks)
  if (known.length === 0) {
    throw new CliError('unknown_task', 'there is no task yet; run `make create-model table=…`')
  }
  if (options.all || names.includes(ALL)) return known
  if (names.length === 0) {
    const examples = [...Object.keys(groups), ...known].slice(0, 3).join(', ')
    throw new CliError(
      'usage',
      `no task is named; name tasks or groups (${examples}), or say --all`,
    )
  }
  const all = [...known, ...Object.keys(groups)]
  const faults = names
    .filter((name) => !all.includes(name))
    .map((name) => `no task or group \`${name}\`${hintOf(name, all, '`etl list` shows all')}`)
  if (faults.length > 0) throw new CliError('unknown_task', faults.join(' '))
  const meant = new Set(names.flatMap((name) => groups[name] ?? [name]))
  const selected = known.filter((name) => meant.has(name))
  if (selected.length === 0) {
    throw new CliError('usage', `group \`${names.join(', ')}\` is empty; name tasks, or say --all`)
  }
  return selected
}
