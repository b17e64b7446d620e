import type { Measurement } from './measure.ts'

/** All runs of one contender. */
export interface Result {
  readonly name: string
  readonly table: string
  readonly rows: number
  readonly runs: readonly Measurement[]
}

/** The medians as a Markdown table, with each contender's rate beside Carmilla's. */
export function showResults(results: readonly Result[]): string {
  const lines = results.map((result) => {
    const wallSeconds = median(result.runs.map((run) => run.wallSeconds))
    const cpuSeconds = median(result.runs.map((run) => run.cpuSeconds))
    const rssBytes = median(result.runs.map((run) => run.peakRssBytes))
    const rate = result.rows / wallSeconds
    return [
      result.table,
      result.name,
      result.rows.toLocaleString('en'),
      wallSeconds.toFixed(2),
      thousands(rate),
      thousands(result.rows / cpuSeconds),
      Math.round(rssBytes / 2 ** 20).toString(),
      (rate / carmillaRate(results, result.table)).toFixed(2),
    ].join(' | ')
  })
  return [
    '| table | what | rows | wall s | rows/s | rows per client CPU s | peak RSS MiB | rows/s ÷ carmilla |',
    '|---|---|--:|--:|--:|--:|--:|--:|',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n')
}

function carmillaRate(results: readonly Result[], table: string): number {
  const own = results.find((result) => result.name === 'carmilla' && result.table === table)
  return own === undefined ? Number.NaN : own.rows / median(own.runs.map((run) => run.wallSeconds))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function thousands(rate: number): string {
  return `${Math.round(rate / 1000).toLocaleString('en')} k`
}
