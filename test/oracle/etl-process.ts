import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'

/** The folder of the whole project. */
export const PROJECT: string = resolve(import.meta.dirname, '../..')

const MAIN = join(PROJECT, 'packages/cli/src/main.ts')

/** How a call of the command ended. */
export interface Ended {
  /** `null` when a signal ended it. */
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A call of the command that goes on. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** What the command says of a task with `--json`. */
export interface TaskLine {
  readonly task: string
  readonly status: string
  readonly rows: number | null
  readonly files: number | null
  readonly version: number | null
  readonly location?: string
  readonly notes?: readonly { column: string; kind: string; reason: string; count: number }[]
  readonly error?: { readonly code: string; readonly message: string }
}

/** Starts the real command, in an environment that holds nothing but what is given. */
export function startEtl(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  project: string = PROJECT,
): Running {
  const config = join(project, 'etl.config.ts')
  const child = spawn(
    process.execPath,
    ['--conditions=source', MAIN, ...words, '--config', config],
    {
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = once(child, 'close').then(() => ({
    status: child.exitCode,
    signal: child.signalCode,
    stdout,
    stderr,
  }))
  return { child, ended }
}

/** Runs the command to its end. */
export function runEtl(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  project: string = PROJECT,
): Promise<Ended> {
  return startEtl(words, env, project).ended
}

/** What `--json` printed, one outcome for each task; not what a run cost its source, nor what its snapshot means. */
export function taskLines({ stdout }: Ended): readonly TaskLine[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .filter((line) => !line.startsWith('{"source":') && !line.startsWith('{"snapshot":'))
    .map((line): TaskLine => JSON.parse(line))
}
