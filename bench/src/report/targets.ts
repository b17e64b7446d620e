import { derivedNanoseconds } from './derived-cost.ts'
import { Findings, NAMED } from './findings.ts'
import { markdownTable } from './markdown-table.ts'
import type { Report } from './result.ts'

/** One value that a target is about; undefined when it was not measured. */
interface Sample {
  readonly of: string
  readonly value: number | undefined
}

interface Target {
  readonly measure: string
  readonly bound: 'at most' | 'at least'
  readonly limit: number
  readonly samples: readonly Sample[]
  readonly show: (value: number) => string
}

const MEBIBYTE = 2 ** 20
/** How far a peak may be from the middle of the least and the greatest to be called flat. */
const FLAT = 0.1

/** Where each target is met, by the results of this report, as a table of Markdown. */
export function showTargets(report: Report): string {
  const lines = targetsOf(report).map((target) => [
    target.measure,
    `${target.bound === 'at most' ? '≤' : '≥'} ${target.show(target.limit)}`,
    showSamples(target),
    verdictOf(target),
  ])
  return markdownTable(['measure', 'target', 'measured', 'met'], [...lines], [0, 1, 2, 3])
}

/** What was not measured is left out; the verdict says so. */
function showSamples({ samples, show }: Target): string {
  return samples
    .flatMap(({ of, value }) => (value === undefined ? [] : [`${of} ${show(value)}`.trim()]))
    .join(', ')
}

function verdictOf({ bound, limit, samples }: Target): string {
  const missed = samples.filter(
    ({ value }) => value !== undefined && (bound === 'at most' ? value > limit : value < limit),
  )
  const named = missed.map(({ of }) => of).filter((of) => of !== '')
  if (missed.length > 0) return named.length === 0 ? 'no' : `no: ${named.join(', ')}`
  const measured = samples.filter(({ value }) => value !== undefined)
  if (measured.length === 0) return 'not measured'
  return measured.length === samples.length ? 'yes' : 'in part'
}

function targetsOf(report: Report): readonly Target[] {
  const its = new Findings(report)
  return [
    ...limitTargets(its),
    ...rateTargets(its),
    ...duckdbTargets(its),
    ...peerTargets(its),
    ...memoryTargets(its),
    {
      measure: 'a derived column, ns of client CPU a row',
      ...atMost(80, whole),
      samples: [{ of: '', value: derivedNanoseconds(report) }],
    },
    ...gentleTargets(its),
    {
      measure: "Carmilla's files that equal Postgres, share",
      ...atLeast(1, ratio),
      samples: [{ of: '', value: its.shareOfEqualFiles() }],
    },
  ]
}

function limitTargets(its: Findings): readonly Target[] {
  const wall = (workload: string, contender: string) => ({
    of: workload,
    value: its.ratio(workload, contender, NAMED.psql, 'wallSeconds'),
  })
  return [
    {
      measure: 'wall ÷ psql, 1 worker',
      ...atMost(0.95, ratio),
      samples: ['narrow', 'wide'].map((workload) => wall(workload, NAMED.one)),
    },
    {
      measure: 'wall ÷ psql, 1 worker, texts',
      ...atMost(1.3, ratio),
      samples: [wall('notes', NAMED.one)],
    },
    {
      measure: 'wall ÷ psql, 2 workers',
      ...atMost(0.8, ratio),
      samples: [wall('narrow', NAMED.two)],
    },
    {
      measure: 'rows/s ÷ psql, over the link',
      ...atLeast(0.9, ratio),
      samples: [{ of: '', value: its.ratio('link', NAMED.psql, NAMED.one, 'wallSeconds') }],
    },
  ]
}

function rateTargets(its: Findings): readonly Target[] {
  const limits = { narrow: 3_300_000, wide: 580_000, tpch: 1_200_000 }
  return [
    ...Object.entries(limits).map(([workload, limit]) => ({
      measure: `rows per client CPU s, 1 worker, ${workload}`,
      ...atLeast(limit, thousand),
      samples: [{ of: '', value: its.find(workload, NAMED.one)?.rowsPerCpuSecond }],
    })),
    {
      measure: `rows/s ÷ ${NAMED.naive}`,
      ...atLeast(20, (value) => value.toFixed(1)),
      samples: ['narrow', 'wide', 'notes'].map((of) => ({
        of,
        value: its.ratio(`${of}-part`, NAMED.one, NAMED.naive, 'rowsPerSecond'),
      })),
    },
  ]
}

/** With as many connections, and the UUIDs as DuckDB writes them. */
function duckdbTargets(its: Findings): readonly Target[] {
  const measures = [
    ['client CPU', 'cpuSeconds', 0.65],
    ['wall', 'wallSeconds', 0.9],
    ['peak RSS', 'peakRssBytes', 1],
    ['file bytes', 'fileBytes', 1],
  ] as const
  const pairs = [
    ['1 connection', NAMED.uuidBytes, NAMED.one, NAMED.duckdbOne],
    ['2 connections', NAMED.uuidBytesTwo, NAMED.two, NAMED.duckdbTwo],
  ] as const
  return pairs.flatMap(([connections, uuidBytes, plain, duckdb]) =>
    measures.map(([name, measure, limit]) => ({
      measure: `${name} ÷ DuckDB, ${connections}`,
      ...atMost(limit, ratio),
      samples: [
        { of: 'narrow', value: its.ratio('narrow', uuidBytes, duckdb, measure) },
        { of: 'wide', value: its.ratio('wide', uuidBytes, duckdb, measure) },
        { of: 'notes', value: its.ratio('notes', plain, duckdb, measure) },
      ],
    })),
  )
}

/** Beside the best of all others, on the parts that everybody reads. */
function peerTargets(its: Findings): readonly Target[] {
  const measures = [
    ['rows per client CPU s', 'cpuSeconds'],
    ['rows/s', 'wallSeconds'],
    ['peak RSS', 'peakRssBytes'],
  ] as const
  return measures.map(([name, measure]) => ({
    measure:
      name === 'peak RSS'
        ? `${name} of the best other peer ÷ ours`
        : `${name} ÷ the best other peer`,
    ...atLeast(1, ratio),
    samples: ['narrow', 'wide', 'notes', 'lineitem'].map((table) => {
      const best = its.bestPeer(`${table}-part`, measure)
      return {
        of: best === undefined ? table : `${table} (${best})`,
        value:
          best === undefined ? undefined : its.ratio(`${table}-part`, best, NAMED.one, measure),
      }
    }),
  }))
}

function memoryTargets(its: Findings): readonly Target[] {
  const peak = (workload: string, contender: string) => its.find(workload, contender)?.peakRssBytes
  const grown = its.peaksByRows(NAMED.one)
  const peaks = grown.map(({ bytes }) => bytes)
  const spread =
    peaks.length < 2
      ? undefined
      : (Math.max(...peaks) - Math.min(...peaks)) / (Math.max(...peaks) + Math.min(...peaks))
  return [
    {
      measure: 'peak RSS, 1 worker, MiB',
      ...atMost(150 * MEBIBYTE, mebibytes),
      samples: [
        ...['narrow', 'wide', 'notes', 'tpch'].map((of) => ({ of, value: peak(of, NAMED.one) })),
        ...grown.map(({ rows, bytes }) => ({ of: millions(rows), value: bytes })),
      ],
    },
    {
      measure: 'peak RSS, 1 worker, as rows grow, ±',
      ...atMost(FLAT, percent),
      samples: [{ of: grown.map(({ rows }) => millions(rows)).join(' to '), value: spread }],
    },
    {
      measure: 'peak RSS, a further worker, MiB',
      ...atMost(80 * MEBIBYTE, mebibytes),
      samples: [
        ...['narrow', 'wide', 'notes', 'tpch'].map((of) => ({
          of,
          value: difference(peak(of, NAMED.two), peak(of, NAMED.one)),
        })),
        ...its.peaksByRows(NAMED.two).map(({ rows, bytes }) => ({
          of: millions(rows),
          value: difference(bytes, grown.find((one) => one.rows === rows)?.bytes),
        })),
      ],
    },
  ]
}

function gentleTargets(its: Findings): readonly Target[] {
  const samplesOf = (measure: 'longestQuerySeconds' | 'backends') =>
    ['narrow', 'wide', 'notes', 'tpch'].map((of) => ({
      of,
      value: its.find(of, NAMED.gentle)?.[measure],
    }))
  return [
    {
      measure: 'longest query with --gentle, s',
      ...atMost(1, (value) => value.toFixed(2)),
      samples: samplesOf('longestQuerySeconds'),
    },
    {
      measure: 'backends with --gentle',
      ...atMost(1, String),
      samples: samplesOf('backends'),
    },
  ]
}

function atMost(limit: number, show: (value: number) => string) {
  return { bound: 'at most', limit, show } as const
}

function atLeast(limit: number, show: (value: number) => string) {
  return { bound: 'at least', limit, show } as const
}

function difference(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined ? undefined : value - base
}

function ratio(value: number): string {
  return value.toFixed(3)
}

function whole(value: number): string {
  return value.toFixed(0)
}

function thousand(value: number): string {
  return `${Math.round(value / 1000).toLocaleString('en')} k`
}

function mebibytes(value: number): string {
  // Without the sign of a zero.
  return String(Math.round(value / MEBIBYTE) || 0)
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`
}

function millions(rows: number): string {
  return `${(rows / 1e6).toLocaleString('en')} M rows`
}
