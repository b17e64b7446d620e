import { dirname, relative, resolve } from 'node:path'
import type { AwsSettings, CatalogKind } from '@carmilla/aws'
import {
  type Codec,
  codecsOf,
  DEFAULT_WRITER,
  defaultCodecOf,
  type Writer,
  WRITERS,
} from '@carmilla/load'
import type { FileShape } from '@carmilla/transform'
import { CliError } from '../errors.ts'
import {
  type Config,
  DEFAULT_KEEP_VERSIONS,
  DEFAULT_SHARD_BYTES,
  DEFAULT_TARGET,
  DEFAULT_WORKERS,
} from './config.ts'
import { CONSISTENCIES, type Consistency } from '../workers/divide-task.ts'
import { parseBytes } from './byte-count.ts'
import { parseDurationMs } from './duration.ts'
import type { FoundConfig } from './find-config.ts'

/** Values of flags that override a setting. */
export type SettingFlags = {
  readonly target?: string
  readonly catalog?: string
  readonly workers?: string
  readonly shardBytes?: string
  readonly consistency?: string
  readonly maxSnapshotAge?: string
  readonly keep?: string
  readonly codec?: string
  readonly level?: string
  readonly fileBytes?: string
  readonly memory?: string
  readonly writer?: string
  readonly timeout?: string
}

/** What holds for this call: flag, else environment, else configuration, else default. */
export interface Settings {
  /** `file:` and a folder, absolute or relative to the working directory; or `s3://`. */
  readonly target: string
  /** Who says which version is current; `glue` by default where it has a database. */
  readonly catalog: CatalogKind
  readonly aws: AwsSettings
  readonly workers: number
  /** Bytes of a table that are worth a further worker. */
  readonly shardBytes: number
  readonly consistency: Consistency
  /** Longest time for which a snapshot is read. */
  readonly maxSnapshotAgeMs?: number
  readonly keepVersions: number
  readonly codec: Codec
  /** How files are laid out, where a task says nothing else. */
  readonly files: FileShape
  /** The same, whatever a task says. */
  readonly fileOverrides: FileShape
  /** Most that the process may take. */
  readonly memoryBytes?: number
  readonly writer: Writer
  /** Longest time of one task. */
  readonly timeoutMs?: number
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Variables that override the configuration. */
const VARIABLES: Readonly<Record<keyof SettingFlags, string>> = {
  target: 'CARMILLA_TARGET',
  catalog: 'CARMILLA_CATALOG',
  workers: 'CARMILLA_WORKERS',
  shardBytes: 'CARMILLA_SHARD_BYTES',
  consistency: 'CARMILLA_CONSISTENCY',
  maxSnapshotAge: 'CARMILLA_MAX_SNAPSHOT_AGE',
  keep: 'CARMILLA_KEEP_VERSIONS',
  codec: 'CARMILLA_CODEC',
  level: 'CARMILLA_LEVEL',
  fileBytes: 'CARMILLA_FILE_BYTES',
  memory: 'CARMILLA_MEMORY',
  writer: 'CARMILLA_WRITER',
  timeout: 'CARMILLA_TIMEOUT',
}

/** @throws {CliError} `usage` for a value that cannot be; `target_invalid` */
export function resolveSettings(
  { config, path }: FoundConfig,
  flags: SettingFlags,
  environment: Environment,
): Settings {
  const given = (name: keyof SettingFlags): Given | undefined => {
    const flag = flags[name]
    if (flag !== undefined) return { source: flagOf(name), text: flag }
    const text = environment[VARIABLES[name]]
    return text === undefined || text === '' ? undefined : { source: VARIABLES[name], text }
  }
  const timeout = given('timeout')
  const timeoutMs = timeout === undefined ? config.timeoutMs : durationOf(timeout)
  const age = given('maxSnapshotAge')
  const maxSnapshotAgeMs = age === undefined ? config.maxSnapshotAgeMs : durationOf(age)
  const writer = writerOf(given('writer')) ?? config.writer ?? DEFAULT_WRITER
  const codec = codecOf(given('codec') ?? configuredCodec(config), writer)
  const workers = countOf(given('workers')) ?? config.workers ?? DEFAULT_WORKERS
  const memoryBytes = bytesOf(given('memory')) ?? config.memoryBytes
  const level = countOf(given('level'))
  const targetBytes = bytesOf(given('fileBytes'))
  const target = given('target')?.text ?? configuredTarget(config, path)
  const aws = awsOf(config.aws ?? {}, given('catalog'))
  const hasGlue = target.startsWith('s3://') && aws.glue !== undefined
  return {
    target,
    catalog: catalogOf(given('catalog')) ?? (hasGlue ? 'glue' : 'files'),
    aws,
    workers,
    shardBytes: bytesOf(given('shardBytes')) ?? config.shardBytes ?? DEFAULT_SHARD_BYTES,
    consistency: consistencyOf(given('consistency')) ?? config.consistency ?? 'snapshot',
    keepVersions: countOf(given('keep')) ?? config.keepVersions ?? DEFAULT_KEEP_VERSIONS,
    codec,
    files: config.files ?? {},
    fileOverrides: {
      ...(given('codec') === undefined ? {} : { codec }),
      ...(level === undefined ? {} : { level }),
      ...(targetBytes === undefined ? {} : { targetBytes }),
    },
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    writer,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(maxSnapshotAgeMs === undefined ? {} : { maxSnapshotAgeMs }),
  }
}

/** A text that someone gave, and where, for messages. */
export interface Given {
  readonly source: string
  readonly text: string
}

/** A relative folder in the configuration means the same wherever the command is called. */
function configuredTarget({ target = DEFAULT_TARGET }: Config, path: string): string {
  if (!target.startsWith('file:')) return target
  const folder = resolve(dirname(path), target.slice('file:'.length))
  const near = relative(process.cwd(), folder)
  return `file:${near === '' || near.startsWith('..') ? folder : near}`
}

export function countOf(given: Given | undefined): number | undefined {
  if (given === undefined) return undefined
  const count = Number(given.text)
  if (/^\d+$/.test(given.text) && Number.isSafeInteger(count) && count >= 1) return count
  throw unusable(given, 'a whole number of at least 1')
}

function bytesOf(given: Given | undefined): number | undefined {
  if (given === undefined) return undefined
  const bytes = parseBytes(given.text)
  if (bytes !== undefined) return bytes
  throw unusable(given, 'a size such as 512KB, 32MB or 1GB')
}

/** As of `@carmilla/aws`, which is loaded for targets of its own only. */
const CATALOGS: readonly CatalogKind[] = ['files', 'glue']

function catalogOf(given: Given | undefined): CatalogKind | undefined {
  if (given === undefined) return undefined
  const [kind] = given.text.split(':')
  const catalog = CATALOGS.find((known) => known === kind)
  if (catalog !== undefined && (catalog === 'glue' || kind === given.text)) return catalog
  throw unusable(given, 'files, glue, or glue: and a database')
}

/** What `glue:reporting` says of the database. */
function awsOf(aws: AwsSettings, catalog: Given | undefined): AwsSettings {
  const [, database] = /^glue:(.+)$/.exec(catalog?.text ?? '') ?? []
  return database === undefined ? aws : { ...aws, glue: { ...aws.glue, database } }
}

function consistencyOf(given: Given | undefined): Consistency | undefined {
  if (given === undefined) return undefined
  const consistency = CONSISTENCIES.find((known) => known === given.text)
  if (consistency !== undefined) return consistency
  throw unusable(given, CONSISTENCIES.join(' or '))
}

/** `--max-snapshot-age` */
function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function configuredCodec({ codec }: Config): Given | undefined {
  return codec === undefined ? undefined : { source: 'codec of etl.config.ts', text: codec }
}

function codecOf(given: Given | undefined, writer: Writer): Codec {
  if (given === undefined) return defaultCodecOf(writer)
  const codecs = codecsOf(writer)
  const codec = codecs.find((known) => known === given.text)
  if (codec !== undefined) return codec
  const whose = writer === DEFAULT_WRITER ? '' : `, which are those of writer ${writer}`
  throw unusable(given, `one of ${codecs.join(', ')}${whose}`)
}

function writerOf(given: Given | undefined): Writer | undefined {
  if (given === undefined) return undefined
  const writer = WRITERS.find((known) => known === given.text)
  if (writer !== undefined) return writer
  throw unusable(given, `one of ${WRITERS.join(', ')}`)
}

export function durationOf(given: Given): number {
  const durationMs = parseDurationMs(given.text)
  if (durationMs !== undefined) return durationMs
  throw unusable(given, 'a time such as 90s, 30m or 2h')
}

function unusable({ source, text }: Given, expected: string): CliError {
  return new CliError('usage', `${source} \`${text}\`: expected ${expected}`)
}
