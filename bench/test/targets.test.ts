import { describe, expect, test } from 'vitest'
import { readContenders } from '../src/contender.ts'
import { NAMED } from '../src/report/findings.ts'
import { showMemory } from '../src/report/memory-table.ts'
import type { Report, Result, Run } from '../src/report/result.ts'
import { showTargets } from '../src/report/targets.ts'

const MEBIBYTE = 2 ** 20

interface Made {
  readonly wall?: number
  readonly cpu?: number
  readonly mebibytes?: number
  readonly longest?: number
  readonly backends?: number
  readonly fileBytes?: number
  readonly rows?: number
  readonly more?: Partial<Result>
}

function result(workload: string, contender: string, made: Made = {}): Result {
  const run: Run = {
    wallSeconds: made.wall ?? 1,
    cpuSeconds: made.cpu ?? 1,
    peakRssBytes: (made.mebibytes ?? 100) * MEBIBYTE,
    longestQuerySeconds: made.longest ?? 0.5,
    longestTransactionSeconds: 0.75,
    backends: made.backends ?? 2,
  }
  return {
    workload,
    contender,
    rows: made.rows ?? 5_000_000,
    runs: [run],
    verdict: { fileBytes: made.fileBytes ?? 1000, equal: 'equal', weakerTypes: [] },
    ...made.more,
  }
}

/** The cells `target`, `measured` and `met` of the line of a measure. */
function cellsOf(measure: string, results: readonly Result[]): readonly string[] {
  const report: Report = {
    machine: '2 cores',
    postgres: '18.4',
    rounds: 1,
    isFullSize: true,
    workloads: [],
    contenders: [],
    missing: [],
    results,
  }
  const line = showTargets(report)
    .split('\n')
    .find((its) => its.startsWith(`| ${measure} |`))
  if (line === undefined) throw new Error(`no target ${measure}`)
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim())
}

test('the names that targets look for are those of the contenders', async () => {
  const all = await readContenders([new URL('../contenders.json', import.meta.url).pathname])
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.values(NAMED)))
})

describe('a target', () => {
  test('is met when all that it is about is within its limit', () => {
    expect(
      cellsOf('wall ÷ psql, 1 worker', [
        result('narrow', NAMED.psql, { wall: 2 }),
        result('narrow', NAMED.one, { wall: 1.8 }),
        result('wide', NAMED.psql, { wall: 2 }),
        result('wide', NAMED.one, { wall: 1.9 }),
      ]),
    ).toEqual(['≤ 0.950', 'narrow 0.900, wide 0.950', 'yes'])
  })

  test('that is missed says by what', () => {
    expect(
      cellsOf('wall ÷ psql, 1 worker', [
        result('narrow', NAMED.psql, { wall: 2 }),
        result('narrow', NAMED.one, { wall: 1.8 }),
        result('wide', NAMED.psql, { wall: 2 }),
        result('wide', NAMED.one, { wall: 2.5 }),
      ]),
    ).toEqual(['≤ 0.950', 'narrow 0.900, wide 1.250', 'no: wide'])
    expect(
      cellsOf('rows per client CPU s, 1 worker, narrow', [
        result('narrow', NAMED.one, { cpu: 1.6 }),
      ]),
    ).toEqual(['≥ 3,300 k', '3,125 k', 'no'])
  })

  test('of which nothing or a part was measured is not called met', () => {
    expect(cellsOf('wall ÷ psql, 2 workers', [])).toEqual(['≤ 0.800', '', 'not measured'])
    expect(
      cellsOf('wall ÷ psql, 1 worker', [
        result('narrow', NAMED.psql, { wall: 2 }),
        result('narrow', NAMED.one, { wall: 1.8 }),
      ]),
    ).toEqual(['≤ 0.950', 'narrow 0.900', 'in part'])
  })

  test('takes no result of who failed', () => {
    expect(
      cellsOf('wall ÷ psql, 2 workers', [
        result('narrow', NAMED.psql, { wall: 2 }),
        result('narrow', NAMED.two, { wall: 1, more: { failure: 'broken' } }),
      ]),
    ).toEqual(['≤ 0.800', '', 'not measured'])
  })
})

describe('the targets', () => {
  test('hold who writes UUIDs as DuckDB does against DuckDB, with as many connections', () => {
    const results = [
      result('narrow', NAMED.one, { cpu: 9 }),
      result('narrow', NAMED.uuidBytes, { cpu: 1, fileBytes: 900 }),
      result('narrow', NAMED.duckdbOne, { cpu: 2 }),
      result('narrow', NAMED.uuidBytesTwo, { cpu: 3 }),
      result('narrow', NAMED.duckdbTwo, { cpu: 4 }),
      result('notes', NAMED.one, { cpu: 1.5, fileBytes: 1100 }),
      result('notes', NAMED.duckdbOne, { cpu: 2 }),
    ]
    expect(cellsOf('client CPU ÷ DuckDB, 1 connection', results).slice(1)).toEqual([
      'narrow 0.500, notes 0.750',
      'no: notes',
    ])
    expect(cellsOf('file bytes ÷ DuckDB, 1 connection', results)[1]).toBe(
      'narrow 0.900, notes 1.100',
    )
    expect(cellsOf('client CPU ÷ DuckDB, 2 connections', results)[1]).toBe('narrow 0.750')
  })

  test('hold Carmilla against the best of the others in each measure', () => {
    const results = [
      result('narrow-part', NAMED.one, { cpu: 2, wall: 2, mebibytes: 100 }),
      result('narrow-part', NAMED.duckdbOne, { cpu: 1, wall: 1, mebibytes: 10 }),
      result('narrow-part', NAMED.naive, { cpu: 1, wall: 50, mebibytes: 10 }),
      result('narrow-part', 'Quick', { cpu: 5, wall: 1.5, mebibytes: 300 }),
      result('narrow-part', 'Small', { cpu: 4, wall: 3, mebibytes: 50 }),
    ]
    expect(cellsOf('rows per client CPU s ÷ the best other peer', results)).toEqual([
      '≥ 1.000',
      'narrow (Small) 2.000',
      'in part',
    ])
    expect(cellsOf('rows/s ÷ the best other peer', results).slice(1)).toEqual([
      'narrow (Quick) 0.750',
      'no: narrow (Quick)',
    ])
    expect(cellsOf('peak RSS of the best other peer ÷ ours', results)[2]).toBe('no: narrow (Small)')
    expect(cellsOf(`rows/s ÷ ${NAMED.naive}`, results)[1]).toBe('narrow 25.0')
  })

  test('tell whether memory is flat, and what a further worker takes', () => {
    const results = [
      result('memory', NAMED.one, { rows: 1_000_000, mebibytes: 100 }),
      result('memory', NAMED.two, { rows: 1_000_000, mebibytes: 150 }),
      result('memory', NAMED.one, { rows: 50_000_000, mebibytes: 130 }),
      result('memory', NAMED.two, { rows: 50_000_000, mebibytes: 220 }),
    ]
    expect(cellsOf('peak RSS, 1 worker, MiB', results)).toEqual([
      '≤ 150',
      '1 M rows 100, 50 M rows 130',
      'in part',
    ])
    expect(cellsOf('peak RSS, 1 worker, as rows grow, ±', results)).toEqual([
      '≤ 10.0 %',
      '1 M rows to 50 M rows 13.0 %',
      'no: 1 M rows to 50 M rows',
    ])
    expect(cellsOf('peak RSS, a further worker, MiB', results).slice(1)).toEqual([
      '1 M rows 50, 50 M rows 90',
      'no: 50 M rows',
    ])
    expect(
      showMemory({
        machine: '',
        postgres: '',
        rounds: 1,
        isFullSize: true,
        workloads: [],
        contenders: [],
        missing: [],
        results,
      }).at(-1),
    ).toBe(
      [
        `| rows | ${NAMED.one} | ${NAMED.two} |`,
        '| --: | --: | --: |',
        '| 1,000,000 | 100 | 150 |',
        '| 50,000,000 | 130 | 220 |',
      ].join('\n'),
    )
  })

  test('name why memory was not measured', () => {
    const report: Report = {
      machine: '',
      postgres: '',
      rounds: 1,
      isFullSize: true,
      workloads: [],
      contenders: [],
      missing: [],
      results: [result('memory', NAMED.one, { rows: 5, more: { failure: 'disk | full' } })],
    }
    expect(showMemory(report).at(-1)).toContain('| 5 | failed: disk / full |')
    expect(showMemory({ ...report, results: [] })).toEqual([])
  })

  test('say what --gentle, the link and derived columns cost', () => {
    const results = [
      ...['narrow', 'wide', 'notes', 'tpch'].map((workload) =>
        result(workload, NAMED.gentle, { longest: 0.16, backends: workload === 'tpch' ? 2 : 1 }),
      ),
      result('link', NAMED.psql, { wall: 9 }),
      result('link', NAMED.one, { wall: 10 }),
      result('derived', 'carmilla, as it is', { cpu: 1 }),
      result('derived', 'carmilla, 2 derived columns', { cpu: 1.5 }),
    ]
    expect(cellsOf('longest query with --gentle, s', results)).toEqual([
      '≤ 1.00',
      'narrow 0.16, wide 0.16, notes 0.16, tpch 0.16',
      'yes',
    ])
    expect(cellsOf('backends with --gentle', results)[2]).toBe('no: tpch')
    expect(cellsOf('rows/s ÷ psql, over the link', results)).toEqual(['≥ 0.900', '0.900', 'yes'])
    // 0.5 s for 5 million rows of two columns.
    expect(cellsOf('a derived column, ns of client CPU a row', results)).toEqual([
      '≤ 80',
      '50',
      'yes',
    ])
  })

  test('count the files that are not equal, and the runs that failed', () => {
    const wrong = { fileBytes: 1, equal: 'a, b', weakerTypes: [] }
    const results = [
      result('narrow', NAMED.one),
      result('wide', NAMED.one),
      result('notes', NAMED.one, { more: { verdict: wrong } }),
      result('tpch', NAMED.one, { more: { verdict: undefined, failure: 'broken' } }),
      result('narrow', 'Other', { more: { verdict: wrong } }),
    ]
    expect(cellsOf("Carmilla's files that equal Postgres, share", results)).toEqual([
      '≥ 1.000',
      '0.500',
      'no',
    ])
  })
})
