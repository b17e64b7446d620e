import { derivedNanoseconds } from './derived-cost.ts'
import { markdownTable, oneLine } from './markdown-table.ts'
import { showMemory } from './memory-table.ts'
import { mediansOf, type Report, type Result } from './result.ts'
import { showTargets } from './targets.ts'

const HEADINGS = [
  'contender',
  'wall s',
  'rows/s',
  'rows per client CPU s',
  'peak RSS MiB',
  'files MiB',
  'longest query s',
  'backends',
  'wall ÷ psql',
  'wall ÷ carmilla',
  'CPU ÷ carmilla',
  'equal to Postgres',
] as const

/** The report as Markdown: which targets are met, a table for each workload, what took part, and what is missing. */
export function showReport(report: Report): string {
  const { machine, postgres, rounds, isFullSize, contenders, missing } = report
  const tables = report.workloads.flatMap(({ name, title }) => {
    if (name === 'memory') return showMemory(report)
    const results = report.results.filter(({ workload }) => workload === name)
    const [first] = results
    if (first === undefined) return []
    return [
      `### ${title}: ${first.rows.toLocaleString('en')} rows`,
      showTable(results),
      ...(name === 'derived' ? derivedCost(report) : []),
    ]
  })
  return [
    `${machine}; PostgreSQL ${postgres} on the same machine; medians of up to ${rounds} interleaved runs.`,
    '### targets',
    ...(isFullSize ? [] : ['They are for tables of full size, which these are not.']),
    showTargets(report),
    ...tables,
    'Versions and settings:',
    contenders.map(({ name, version, settings }) => `- ${name} ${version}: ${settings}`).join('\n'),
    ...(missing.length === 0 ? [] : ['Not measured:']),
    ...(missing.length === 0
      ? []
      : [missing.map(({ name, reason }) => `- ${name}: ${reason}`).join('\n')]),
  ].join('\n\n')
}

function showTable(results: readonly Result[]): string {
  const first = (name: string) =>
    results.filter(({ contender }) => contender.startsWith(name)).map(mediansOf)[0]
  const [limit, own] = [first('psql'), first('carmilla')]
  const lines = results.map((result) => {
    const medians = mediansOf(result)
    if (medians === undefined) return [result.contender, ...failureCells(result)]
    return [
      result.contender,
      medians.wallSeconds.toFixed(2),
      thousands(medians.rowsPerSecond),
      thousands(medians.rowsPerCpuSecond),
      mebibytes(medians.peakRssBytes, 0),
      result.verdict?.equal === undefined ? '' : mebibytes(result.verdict.fileBytes, 1),
      medians.longestQuerySeconds.toFixed(2),
      String(medians.backends),
      ratio(medians.wallSeconds, limit?.wallSeconds),
      ratio(medians.wallSeconds, own?.wallSeconds),
      ratio(medians.cpuSeconds, own?.cpuSeconds),
      showVerdict(result),
    ]
  })
  return markdownTable(HEADINGS, lines, [0, HEADINGS.length - 1])
}

function failureCells({ failure }: Result): string[] {
  const empty = HEADINGS.slice(2).map(() => '')
  return [...empty, `failed: ${oneLine(failure ?? 'no run')}`]
}

function showVerdict({ verdict, failure }: Result): string {
  if (failure !== undefined) return `failed: ${oneLine(failure)}`
  if (verdict?.equal === undefined) return ''
  const { equal, weakerTypes } = verdict
  const said = equal === 'equal' ? 'yes' : `no: ${equal}`
  return weakerTypes.length === 0 ? said : `${said} (${weakerTypes.join(', ')})`
}

function derivedCost(report: Report): string[] {
  const nanoseconds = derivedNanoseconds(report)
  return nanoseconds === undefined
    ? []
    : [
        `A derived column takes ${nanoseconds.toFixed(0)} ns of client CPU a row, its encoding included.`,
      ]
}

/** `1,234 k`. */
export function thousands(rate: number): string {
  return `${Math.round(rate / 1000).toLocaleString('en')} k`
}

function mebibytes(bytes: number, digits: number): string {
  return (bytes / 2 ** 20).toFixed(digits)
}

function ratio(value: number, base: number | undefined): string {
  return base === undefined ? '' : (value / base).toFixed(2)
}
