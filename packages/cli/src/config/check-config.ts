import { CODECS, WRITERS } from '@carmilla/load'
import { CliError } from '../errors.ts'
import { hintOf } from '../near-names.ts'
import { CONSISTENCIES } from '../workers/divide-task.ts'
import type { Config } from './config.ts'
import { awsFault } from './aws-fault.ts'
import { filesFault } from './files-fault.ts'

/** Names with a meaning of their own on the command line. */
const RESERVED_NAMES: readonly string[] = ['all']

const KNOWN_KEYS: readonly string[] = [
  'tasks',
  'groups',
  'target',
  'database',
  'workers',
  'shardBytes',
  'consistency',
  'maxSnapshotAgeMs',
  'keepVersions',
  'codec',
  'files',
  'memoryBytes',
  'writer',
  'timeoutMs',
  'gentle',
  'maxRowsPerSecond',
  'maxReplicaLagMs',
  'maxActiveBackends',
  'aws',
] satisfies (keyof Config)[]

/**
 * Checks what the compiler would have: Node.js runs the file without asking it.
 *
 * @throws {CliError} `config_invalid`
 */
export function checkConfig(value: unknown, path: string): Config {
  const faultAt = (what: string): CliError =>
    new CliError('config_invalid', `configuration \`${path}\` ${what}`)
  if (!isObject(value))
    throw faultAt('has no default export; write `export default defineConfig(…)`')
  const unknown = Object.keys(value).find((key) => !KNOWN_KEYS.includes(key))
  if (unknown !== undefined) {
    const hint = hintOf(unknown, KNOWN_KEYS, `known are ${KNOWN_KEYS.join(', ')}`)
    throw faultAt(`\`${unknown}\`: no such setting${hint}`)
  }
  if (!isConfig(value)) throw faultAt('`tasks`: expected the tasks of generated/tasks.ts by name')
  const fault = [
    groupFault(value),
    settingFault('target', value.target, 'a text such as `file:out`', isText),
    settingFault('workers', value.workers, 'a whole number of at least 1', isCount),
    settingFault('shardBytes', value.shardBytes, 'a whole number of at least 1', isCount),
    settingFault('consistency', value.consistency, CONSISTENCIES.join(' or '), isConsistency),
    settingFault(
      'maxSnapshotAgeMs',
      value.maxSnapshotAgeMs,
      'a whole number of at least 1',
      isCount,
    ),
    settingFault('keepVersions', value.keepVersions, 'a whole number of at least 1', isCount),
    settingFault('timeoutMs', value.timeoutMs, 'a whole number of at least 1', isCount),
    filesFault(value.files),
    settingFault('memoryBytes', value.memoryBytes, 'a whole number of at least 1', isCount),
    settingFault('gentle', value.gentle, 'true or false', isBoolean),
    ...(['maxRowsPerSecond', 'maxReplicaLagMs', 'maxActiveBackends'] as const).map((name) =>
      settingFault(name, value[name], 'a whole number of at least 1', isCount),
    ),
    settingFault('codec', value.codec, `one of ${CODECS.join(', ')}`, isCodec),
    settingFault('writer', value.writer, `one of ${WRITERS.join(', ')}`, isWriter),
    awsFault(value.aws),
    urlFault(value.database?.url),
  ].find((found) => found !== undefined)
  if (fault !== undefined) throw faultAt(fault)
  return value
}

/** Only what is needed to go on checking; the rest is checked one by one. */
function isConfig(value: object): value is Config {
  if (!('tasks' in value) || !isObject(value.tasks)) return false
  const isTask = (task: unknown): boolean =>
    isObject(task) && 'open' in task && typeof task.open === 'function' && 'schema' in task
  if (!Object.values(value.tasks).every(isTask)) return false
  return !('database' in value) || value.database === undefined || isObject(value.database)
}

function groupFault({ tasks, groups = {} }: Config): string | undefined {
  if (!isObject(groups)) return '`groups`: expected lists of tasks by name'
  const names = Object.keys(tasks)
  for (const [group, members] of Object.entries<unknown>(groups)) {
    if (RESERVED_NAMES.includes(group)) return `group \`${group}\`: the name is taken`
    if (names.includes(group)) return `group \`${group}\`: a task has this name`
    if (!Array.isArray(members)) return `group \`${group}\`: expected a list of tasks`
    const unknown = members.find((member) => !names.includes(String(member)))
    if (unknown !== undefined) {
      return `group \`${group}\`: no task \`${unknown}\`${hintOf(String(unknown), names, 'run `make codegen` if its file is new')}`
    }
  }
  const reserved = names.find((name) => RESERVED_NAMES.includes(name))
  return reserved === undefined ? undefined : `task \`${reserved}\`: the name is taken`
}

function urlFault(url: unknown): string | undefined {
  if (url === undefined) return undefined
  if (typeof url !== 'string') return '`database.url`: expected a text'
  const hasPassword = URL.canParse(url) && new URL(url).password !== ''
  return hasPassword
    ? '`database.url` holds a password; take it out, and set PGPASSWORD or DATABASE_URL instead'
    : undefined
}

function settingFault(
  name: string,
  value: unknown,
  expected: string,
  holds: (value: unknown) => boolean,
): string | undefined {
  if (value === undefined || holds(value)) return undefined
  return `\`${name}\`: expected ${expected}, got ${JSON.stringify(value)}`
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean'
}

function isCodec(value: unknown): boolean {
  return CODECS.some((codec) => codec === value)
}

function isConsistency(value: unknown): boolean {
  return CONSISTENCIES.some((consistency) => consistency === value)
}

function isWriter(value: unknown): boolean {
  return WRITERS.some((writer) => writer === value)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
