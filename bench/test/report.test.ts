import { describe, expect, test } from 'vitest'
import { replaceBetweenMarkers } from '../src/report/markers.ts'
import { drawPicture } from '../src/report/picture.ts'
import { median, mediansOf, type Report, type Result, type Run } from '../src/report/result.ts'
import { showReport } from '../src/report/table.ts'

const run = (wallSeconds: number, cpuSeconds: number): Run => ({
  wallSeconds,
  cpuSeconds,
  peakRssBytes: 100 * 2 ** 20,
  longestQuerySeconds: 0.5,
  longestTransactionSeconds: 0.75,
  backends: 2,
})

const result = (contender: string, runs: readonly Run[], more: Partial<Result> = {}): Result => ({
  workload: 'narrow',
  contender,
  rows: 3_000_000,
  runs,
  verdict: { fileBytes: 2 ** 21, equal: 'equal', weakerTypes: [] },
  ...more,
})

const report = (results: readonly Result[]): Report => ({
  machine: '2 cores',
  postgres: '18.4',
  rounds: 3,
  isFullSize: true,
  workloads: [
    { name: 'narrow', title: 'narrow' },
    { name: 'derived', title: 'derived' },
  ],
  contenders: [{ name: 'carmilla', version: '1.2.3', settings: 'one worker' }],
  missing: [{ name: 'Slow', reason: 'not installed' }],
  results,
})

describe('medians', () => {
  test('take the one in the middle, or the mean of two', () => {
    expect(median([5, 1, 3])).toBe(3)
    expect(median([4, 1, 2, 9])).toBe(3)
    expect(median([])).toBeNaN()
  })

  test('give rates of the median times', () => {
    const medians = mediansOf(result('carmilla', [run(2, 1), run(1.5, 0.5), run(9, 0.75)]))
    expect(medians).toMatchObject({ rowsPerSecond: 1_500_000, rowsPerCpuSecond: 4_000_000 })
  })

  test('are none without a run', () => {
    expect(mediansOf(result('carmilla', []))).toBeUndefined()
  })
})

describe('the table', () => {
  test('shows ratios to psql and to Carmilla within a workload', () => {
    const nothing = { fileBytes: 0, equal: undefined, weakerTypes: [] }
    const shown = showReport(
      report([
        result('psql COPY BINARY', [run(1, 0.2)], { verdict: nothing }),
        result('carmilla', [run(2, 1)]),
        result('Other', [run(3, 4)]),
      ]),
    )
    expect(shown).toContain(
      '| Other | 3.00 | 1,000 k | 750 k | 100 | 2.0 | 0.50 | 2 | 3.00 | 1.50 | 4.00 | yes |',
    )
    expect(shown).toContain(
      '| psql COPY BINARY | 1.00 | 3,000 k | 15,000 k | 100 |  | 0.50 | 2 | 1.00 | 0.50 | 0.20 |  |',
    )
    expect(shown).toContain('- carmilla 1.2.3: one worker')
    expect(shown).toContain('- Slow: not installed')
  })

  test('says what is not equal, which types are weaker, and what failed', () => {
    const shown = showReport(
      report([
        result('Wrong', [run(1, 1)], {
          verdict: { fileBytes: 1, equal: 'a, b', weakerTypes: ['c as DOUBLE'] },
        }),
        result('Broken', [], { failure: 'no such\nfile | folder' }),
      ]),
    )
    expect(shown).toContain('| no: a, b (c as DOUBLE) |')
    expect(shown).toContain('| failed: no such file / folder |')
    const widths = new Set(
      shown
        .slice(shown.indexOf('### narrow'))
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.split('|').length),
    )
    expect(widths.size).toBe(1)
  })

  test('tells what a derived column costs a row', () => {
    const shown = showReport(
      report([
        result('carmilla, as it is', [run(2, 1)], { workload: 'derived' }),
        result('carmilla, 2 derived columns', [run(2, 1.3)], { workload: 'derived' }),
      ]),
    )
    // 0.3 s for 3 million rows of two columns.
    expect(shown).toContain('takes 50 ns of client CPU a row')
  })
})

describe('the picture', () => {
  test('has a bar for each measure of who writes a file, and the speed of who does not', () => {
    const nothing = { fileBytes: 0, equal: undefined, weakerTypes: [] }
    const picture = drawPicture(
      report([
        result('psql', [run(1, 0.1)], { verdict: nothing }),
        result('carmilla', [run(2, 1)]),
        result('A & <B>', [run(4, 2)]),
      ]),
      ['narrow'],
    )
    const widths = [...picture.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((found) => found[1])
    expect(widths).toEqual(['150.0', '75.0', '150.0', '150.0', '37.5', '75.0', '150.0'])
    expect(picture).toContain('A &amp; &lt;B&gt;')
  })

  test('leaves out workloads that nobody ran', () => {
    expect(drawPicture(report([]), ['narrow'])).not.toContain('<rect')
  })
})

describe('the markers', () => {
  test('keep what is around them', () => {
    const before = 'a\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nb\n'
    const after = 'a\n<!-- bench: begin -->\n\nnew\n\n<!-- bench: end -->\nb\n'
    expect(replaceBetweenMarkers(before, 'bench', 'new\n')).toBe(after)
    expect(replaceBetweenMarkers(after, 'bench', 'new')).toBe(after)
  })

  test('must be there', () => {
    expect(() => replaceBetweenMarkers('a', 'bench', 'new')).toThrow(
      'document: lacks <!-- bench: begin -->',
    )
  })
})
