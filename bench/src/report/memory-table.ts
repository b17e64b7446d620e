import { markdownTable, oneLine } from './markdown-table.ts'
import { mediansOf, type Report } from './result.ts'

/** Peak memory by the rows of the table, a column for each contender; nothing when it was not measured. */
export function showMemory({ results }: Report): readonly string[] {
  const its = results.filter(({ workload }) => workload === 'memory')
  if (its.length === 0) return []
  const contenders = [...new Set(its.map(({ contender }) => contender))]
  const rowCounts = [...new Set(its.map(({ rows }) => rows))].toSorted((a, b) => a - b)
  const lines = rowCounts.map((rows) => [
    rows.toLocaleString('en'),
    ...contenders.map((contender) => {
      const result = its.find((one) => one.rows === rows && one.contender === contender)
      const medians = result === undefined ? undefined : mediansOf(result)
      if (result === undefined) return ''
      return result.failure === undefined && medians !== undefined
        ? (medians.peakRssBytes / 2 ** 20).toFixed(0)
        : `failed: ${oneLine(result.failure ?? 'no run')}`
    }),
  ])
  return [
    '### peak RSS in MiB by the rows of narrow',
    markdownTable(['rows', ...contenders], lines, []),
  ]
}
