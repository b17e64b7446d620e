import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'

/** What one run of a command took on the client's side. */
export interface ClientCost {
  readonly wallSeconds: number
  /** User and system time of the command and its children. */
  readonly cpuSeconds: number
  /** The most that its processes held at one time, in resident bytes; 0 where /proc is missing. */
  readonly peakRssBytes: number
}

const SAMPLE_EVERY_MS = 20

/** `times` prints the shell's own times, then those of its children. */
const TIMED_SHELL = '"$@" >/dev/null; status=$?; times; exit $status'

/**
 * Runs a command and measures it.
 *
 * @throws {Error} with the end of what it printed on stderr, when it fails
 */
export async function measure(
  command: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<ClientCost> {
  const began = performance.now()
  const child = spawn('sh', ['-c', TIMED_SHELL, 'sh', ...command], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let peakRssBytes = 0
  const sampling = setInterval(() => {
    void residentBytes(child.pid ?? 0).then((bytes) => {
      peakRssBytes = Math.max(peakRssBytes, bytes)
    })
  }, SAMPLE_EVERY_MS)
  let times = ''
  let errors = ''
  child.stdout.on('data', (chunk) => (times += String(chunk)))
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  clearInterval(sampling)
  const wallSeconds = (performance.now() - began) / 1000
  if (status !== 0) throw new Error(errors.trim().slice(-500))
  return { wallSeconds, cpuSeconds: childSeconds(times), peakRssBytes }
}

/** User and system seconds of the second line of `times`: `0m1.36s 0m0.20s`. */
function childSeconds(times: string): number {
  const line = times.trim().split('\n').at(-1) ?? ''
  let seconds = 0
  for (const [, minutes, rest] of line.matchAll(/(\d+)m([\d.]+)s/g)) {
    seconds += Number(minutes) * 60 + Number(rest)
  }
  return seconds
}

/** Sum of the peaks so far of all descendants that live now: no spike between samples is missed. */
async function residentBytes(root: number): Promise<number> {
  let sum = 0
  for (const pid of await descendants(root)) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    sum += Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
  }
  return sum
}

async function descendants(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const found: number[] = []
  for (const thread of threads) {
    const children = await readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')
    for (const child of children.split(' ').filter(Boolean).map(Number)) {
      found.push(child, ...(await descendants(child)))
    }
  }
  return found
}
