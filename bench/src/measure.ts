import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'

/** What one run of a command took. */
export interface Measurement {
  readonly wallSeconds: number
  /** User and system time of the command and its children. */
  readonly cpuSeconds: number
  /** Sum of the peak resident sizes of the command's processes; 0 where /proc is missing. */
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
): Promise<Measurement> {
  const began = performance.now()
  const child = spawn('sh', ['-c', TIMED_SHELL, 'sh', ...command], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const peaks = new Map<number, number>()
  const sampling = setInterval(() => void samplePeaks(child.pid ?? 0, peaks), SAMPLE_EVERY_MS)
  let times = ''
  let errors = ''
  child.stdout.on('data', (chunk) => (times += String(chunk)))
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  clearInterval(sampling)
  if (status !== 0) throw new Error(`${command.join(' ')}: ${errors.slice(-2000)}`)
  return {
    wallSeconds: (performance.now() - began) / 1000,
    cpuSeconds: childSeconds(times),
    peakRssBytes: [...peaks.values()].reduce((sum, bytes) => sum + bytes, 0),
  }
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

/** Notes the peak resident size of every descendant of a process. */
async function samplePeaks(root: number, peaks: Map<number, number>): Promise<void> {
  for (const pid of await descendants(root)) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    const peak = /VmHWM:\s+(\d+) kB/.exec(status)?.[1]
    if (peak !== undefined) peaks.set(pid, Number(peak) * 1024)
  }
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
