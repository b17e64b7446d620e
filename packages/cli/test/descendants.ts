import { readdirSync, readFileSync } from 'node:fs'

const LOOK_INTERVAL_MS = 50

/** The greatest resident memory of each process that another has begun, as seen now and then; Linux only. */
export class DescendantPeaks implements Disposable {
  readonly #peaks = new Map<string, number>()
  readonly #timer: NodeJS.Timeout

  constructor(pid: number) {
    this.#timer = setInterval(() => this.#lookBelow(`${pid}`), LOOK_INTERVAL_MS)
  }

  /** Of all of them together, as if each were at its peak at once. */
  get kibibytes(): number {
    return [...this.#peaks.values()].reduce((sum, peak) => sum + peak, 0)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  #lookBelow(pid: string): void {
    for (const child of childrenOf(pid)) {
      this.#peaks.set(child, Math.max(this.#peaks.get(child) ?? 0, peakOf(child)))
      this.#lookBelow(child)
    }
  }
}

function childrenOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
        .split(' ')
        .filter((child) => child !== ''),
    )
  } catch {
    // It has ended meanwhile.
    return []
  }
}

function peakOf(pid: string): number {
  try {
    return Number(
      /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0,
    )
  } catch {
    return 0
  }
}
