import { markdownTable } from '../report/markdown-table.ts'
import { secondsByStage, STAGES, type CpuProfile } from './stages.ts'

/** Profiles of runs, by the names of their tables. */
export interface Profiles {
  readonly machine: string
  readonly postgres: string
  readonly tables: readonly {
    readonly name: string
    readonly rows: number
    readonly profile: CpuProfile
  }[]
}

/** Milliseconds of each stage and their share of the time in which the thread was busy, as Markdown. */
export function showProfiles({ machine, postgres, tables }: Profiles): string {
  const columns = tables.map(({ profile }) => secondsByStage(profile))
  const busy = columns.map((seconds) =>
    STAGES.reduce((sum, stage) => (stage === 'idle' ? sum : sum + (seconds.get(stage) ?? 0)), 0),
  )
  const lines = STAGES.map((stage) => [
    stage,
    ...columns.map((seconds, index) => {
      const its = seconds.get(stage) ?? 0
      const share = ((its / (busy[index] || 1)) * 100).toFixed(0)
      return stage === 'idle' ? milliseconds(its) : `${milliseconds(its)} (${share} %)`
    }),
  ])
  const totals = ['all but idle', ...busy.map(milliseconds)]
  return [
    `${machine}; PostgreSQL ${postgres} on the same machine; one run each with one worker, in ms of the main thread, and the share of what it was busy.`,
    markdownTable(
      ['stage', ...tables.map(({ name, rows }) => `${name}, ${rows.toLocaleString('en')} rows`)],
      [...lines, totals],
      [0],
    ),
  ].join('\n\n')
}

function milliseconds(seconds: number): string {
  return Math.round(seconds * 1000).toLocaleString('en')
}
