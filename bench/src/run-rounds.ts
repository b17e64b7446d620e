import { mkdir, rm } from 'node:fs/promises'
import type pg from 'pg'
import { fill, readCommand, takesPart } from './contender.ts'
import type { Availability } from './install.ts'
import { measure } from './measure.ts'
import type { Result, Run } from './report/result.ts'
import { watchSource } from './source-cost.ts'
import type { SourceTable } from './tables.ts'
import { type Verdict, verify } from './verify.ts'
import type { Workload } from './workloads.ts'

export type Ready = Extract<Availability, { readonly version: string }>

/** Where and on what the contenders run. */
export interface Stage {
  readonly client: pg.Client
  /** The server as a workload reaches it. */
  readonly urlOf: (workload: Workload) => string
  readonly tables: ReadonlyMap<string, SourceTable>
  readonly node: string
  readonly repository: string
  readonly outFolder: string
  readonly say: (line: string) => void
}

/** Runs every contender of a workload once a round, so that what disturbs the machine disturbs them all. */
export async function runRounds(
  workload: Workload,
  options: { readonly contenders: readonly Ready[]; readonly rounds: number },
  stage: Stage,
): Promise<readonly Result[]> {
  const tables = workload.tables.flatMap((name) => stage.tables.get(name) ?? [])
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const entries = options.contenders
    .filter(({ contender }) => takesPart(contender, workload))
    .map((ready) => ({ ready, runs: new Array<Run>(), state: new Outcome() }))
  for (let round = 1; round <= options.rounds; round++) {
    for (const { ready, runs, state } of entries) {
      if (state.failure !== undefined) continue
      stage.say(`${workload.name}, round ${round} of ${options.rounds}: ${ready.contender.name}`)
      const out = `${stage.outFolder}/${workload.name}`
      await rm(out, { recursive: true, force: true })
      await mkdir(out, { recursive: true })
      try {
        runs.push(await runOnce(ready, { workload, out }, stage))
        // What a contender writes is the same in every round: one look is enough.
        if (round === options.rounds) state.verdict = await verify(out, tables)
      } catch (error) {
        state.failure = error instanceof Error ? error.message : String(error)
      }
      await rm(out, { recursive: true, force: true })
    }
  }
  return entries.map(({ ready, runs, state }) => ({
    workload: workload.name,
    contender: ready.contender.name,
    rows,
    runs,
    verdict: state.verdict,
    ...(state.failure === undefined ? {} : { failure: state.failure }),
  }))
}

class Outcome {
  verdict: Verdict | undefined
  failure: string | undefined
}

async function runOnce(
  { contender, home }: Ready,
  { workload, out }: { readonly workload: Workload; readonly out: string },
  stage: Stage,
): Promise<Run> {
  const { node, repository } = stage
  const places = {
    node,
    repository,
    home,
    out,
    url: stage.urlOf(workload),
    tables: workload.tables,
  }
  const env = Object.fromEntries(
    Object.entries(contender.env ?? {}).map(([name, value]) => [name, fill(value, places)]),
  )
  const { result, source } = await watchSource(stage.client, () =>
    measure(readCommand(contender, places), {
      cwd: `${repository}/bench`,
      env: { ...process.env, ...env },
    }),
  )
  return { ...result, ...source }
}
