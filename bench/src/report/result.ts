import type { ClientCost } from '../measure.ts'
import type { SourceCost } from '../source-cost.ts'
import type { Verdict } from '../verify.ts'

export interface Run extends ClientCost, SourceCost {}

/** All runs of one contender on one workload. */
export interface Result {
  readonly workload: string
  readonly contender: string
  readonly rows: number
  readonly runs: readonly Run[]
  readonly verdict: Verdict | undefined
  /** Why it failed; its runs until then are kept. */
  readonly failure?: string
}

/** What one call of the bench found, as `results.json` has it. */
export interface Report {
  readonly machine: string
  readonly postgres: string
  readonly rounds: number
  /** Whether the tables have the rows that the targets are for. */
  readonly isFullSize: boolean
  readonly workloads: readonly { readonly name: string; readonly title: string }[]
  readonly contenders: readonly {
    readonly name: string
    readonly version: string
    readonly settings: string
  }[]
  readonly missing: readonly { readonly name: string; readonly reason: string }[]
  readonly results: readonly Result[]
}

/** The medians of a result's runs, and what follows from them. */
export interface Medians extends Run {
  readonly rowsPerSecond: number
  readonly rowsPerCpuSecond: number
}

/** Undefined when no run came to its end. */
export function mediansOf({ runs, rows }: Result): Medians | undefined {
  if (runs.length === 0) return undefined
  const middle = (of: keyof Run) => median(runs.map((run) => run[of]))
  const wallSeconds = middle('wallSeconds')
  const cpuSeconds = middle('cpuSeconds')
  return {
    wallSeconds,
    cpuSeconds,
    peakRssBytes: middle('peakRssBytes'),
    longestQuerySeconds: middle('longestQuerySeconds'),
    longestTransactionSeconds: middle('longestTransactionSeconds'),
    backends: middle('backends'),
    rowsPerSecond: rows / wallSeconds,
    rowsPerCpuSecond: rows / cpuSeconds,
  }
}

/** The one in the middle, or the mean of the two that are; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? upper
  return (lower + upper) / 2
}
