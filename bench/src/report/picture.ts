import { mediansOf, type Report, type Result } from './result.ts'
import { thousands } from './table.ts'

/** Widths and heights in pixels. */
const COLUMN_WIDTH = 225
const VALUE_WIDTH = 75
const ROW_HEIGHT = 20
const BAR_HEIGHT = 11
const TITLE_HEIGHT = 34
const TOP = 44
/** A font may be wider than the one that this was drawn for. */
const MARGIN = 24
/** A bold letter of a wide font. */
const LETTER_WIDTH = 7.8

/** Readable on white and on near-black alike. */
const TEXT = '#6e7b88'
const BAR = '#9aa4af'
const OWN_BAR = '#2f81f7'

const MEASURES = [
  { heading: 'rows per second', better: 'more is better', of: 'rowsPerSecond' },
  { heading: 'rows per client CPU second', better: 'more is better', of: 'rowsPerCpuSecond' },
  { heading: 'peak memory, MiB', better: 'less is better', of: 'peakRssBytes' },
] as const

const NOTE =
  'k: a thousand rows. psql throws the rows away: the limit of the server over one connection.'

/** Draws the workloads that were given as bars, each measure on the scale of its workload. */
export function drawPicture(report: Report, workloads: readonly string[]): string {
  const blocks = report.workloads
    .filter(({ name }) => workloads.includes(name))
    .map(({ name, title }) => ({
      title,
      results: report.results.filter(({ workload, runs }) => workload === name && runs.length > 0),
    }))
    .filter(({ results }) => results.length > 0)
  const names = blocks.flatMap(({ results }) => results.map(({ contender }) => contender.length))
  const left = Math.ceil(Math.max(0, ...names) * LETTER_WIDTH) + MARGIN
  let y = TOP
  const parts: string[] = MEASURES.flatMap(({ heading, better }, index) => [
    textAt(left + index * COLUMN_WIDTH, 16, heading, 'class="heading"'),
    textAt(left + index * COLUMN_WIDTH, 32, better, ''),
  ])
  for (const { title, results } of blocks) {
    const [first] = results
    const rows = first === undefined ? 0 : first.rows
    parts.push(textAt(0, y + 21, `${title} · ${rows.toLocaleString('en')} rows`, 'class="title"'))
    y += TITLE_HEIGHT
    parts.push(...drawRows(results, { left, top: y }))
    y += results.length * ROW_HEIGHT
  }
  parts.push(textAt(0, y + 24, NOTE, ''))
  const [width, height] = [left + MEASURES.length * COLUMN_WIDTH, y + 36]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escape(blocks.map(({ title }) => title).join('; '))}</title>`,
    `<style>text { font: 12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: ${TEXT} } .title, .heading, .own { font-weight: 600 }</style>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

function drawRows(
  results: readonly Result[],
  { left, top }: { readonly left: number; readonly top: number },
): string[] {
  const medians = results.map(mediansOf)
  // Who writes nothing shows how fast the server is, and nothing else.
  const isShown = (row: number, of: string) =>
    of === 'rowsPerSecond' || results[row]?.verdict?.equal !== undefined
  const greatest = MEASURES.map(({ of }) =>
    Math.max(...medians.map((its, row) => (isShown(row, of) ? (its?.[of] ?? 0) : 0))),
  )
  return results.flatMap(({ contender }, row) => {
    const y = top + row * ROW_HEIGHT
    const isOwn = contender.startsWith('carmilla')
    const bars = MEASURES.flatMap(({ of }, index) => {
      if (!isShown(row, of)) return []
      const value = medians[row]?.[of] ?? 0
      const share = value / (greatest[index] || 1)
      const x = left + index * COLUMN_WIDTH
      const width = Math.max(1, share * (COLUMN_WIDTH - VALUE_WIDTH)).toFixed(1)
      const shown =
        of === 'peakRssBytes' ? Math.round(value / 2 ** 20).toLocaleString('en') : thousands(value)
      return [
        `<rect x="${x}" y="${y + 3}" width="${width}" height="${BAR_HEIGHT}" rx="2" fill="${isOwn ? OWN_BAR : BAR}"/>`,
        textAt(x + Number(width) + 5, y + 13, shown, isOwn ? 'class="own"' : ''),
      ]
    })
    return [textAt(8, y + 13, contender, isOwn ? 'class="own"' : ''), ...bars]
  })
}

function textAt(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escape(content)}</text>`
}

function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
