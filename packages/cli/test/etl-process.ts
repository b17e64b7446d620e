import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** The project that the tests work in. */
export const FIXTURES: string = fileURLToPath(new URL('fixtures', import.meta.url))

/** What a call of the command came to. */
export interface Ended {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** A call of the command that runs. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** Starts the command as a user would, in an environment of nothing but what is given. */
export function startEtl(
  words: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Running {
  const child = spawn(process.execPath, ['--conditions=source', MAIN, ...words], {
    cwd: options.cwd ?? FIXTURES,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = once(child, 'close').then(() => ({ status: child.exitCode ?? -1, stdout, stderr }))
  return { child, ended }
}

/** Runs the command to its end. */
export function etl(
  words: readonly string[],
  options: Parameters<typeof startEtl>[1] = {},
): Promise<Ended> {
  return startEtl(words, options).ended
}

/** The lines of a JSON output, without what a run says of its source, and a plan of its snapshot. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return allJsonLines(text).filter((line) => !('source' in line || 'snapshot' in line))
}

/** The last line of a run's JSON output: what it cost the source. */
export function sourceLine(text: string): Record<string, unknown> {
  const last = allJsonLines(text).at(-1)
  const source = last?.['source']
  if (typeof source !== 'object') throw new TypeError(`expected a source, got ${text}`)
  return { ...source }
}

function allJsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const parsed: unknown = JSON.parse(line)
      if (typeof parsed !== 'object') throw new TypeError(`expected an object, got ${line}`)
      return { ...parsed }
    })
}
