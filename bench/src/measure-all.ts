import { isDeepStrictEqual } from 'node:util'
import { availableParallelism } from 'node:os'
import type pg from 'pg'
import { type Availability, reasonOf } from './install.ts'
import { offerTls, withdrawTls } from './link/offer-tls.ts'
import { measureGrowing } from './memory.ts'
import type { Profiles } from './profile/profile-table.ts'
import { takeProfile } from './profile/take-profile.ts'
import type { Report, Result } from './report/result.ts'
import { type Ready, runRounds, type Stage } from './run-rounds.ts'
import { prepareTables, type SourceTable } from './tables.ts'
import { FULL_SIZES, type Sizes, type Workload, WORKLOADS } from './workloads.ts'

/** All that a call of the bench has found out before it measures. */
export interface Setting {
  readonly client: pg.Client
  readonly url: string
  /** The same server through a slow link. */
  readonly linkUrl: string
  readonly available: readonly Availability[]
  readonly sizes: Sizes
  readonly isQuick: boolean
  /** Names of the workloads to measure; all when there are none. */
  readonly workloads: readonly string[]
  readonly node: string
  readonly repository: string
  readonly outFolder: string
  readonly say: (line: string) => void
}

/** Tables whose profile is taken. */
const PROFILED = ['narrow', 'wide', 'notes']

/** Measures every workload that was asked for, one after the other. */
export async function measureAll(setting: Setting): Promise<Report> {
  const { client, available, sizes } = setting
  const workloads = WORKLOADS.filter(({ name, isInQuick }) =>
    setting.workloads.length === 0
      ? isInQuick || !setting.isQuick
      : setting.workloads.includes(name),
  )
  const tables = await prepareTables(
    client,
    sizes,
    new Set(workloads.flatMap(({ tables: names }) => names)),
  )
  const contenders = readyOf(setting)
  const missing = available.flatMap((one) =>
    'missing' in one ? [{ name: one.contender.name, reason: one.missing }] : [],
  )
  const stage: Stage = {
    ...setting,
    tables,
    urlOf: ({ group }) => (group === 'link' ? setting.linkUrl : setting.url),
  }
  const ownFolder = ownFolderOf(setting)
  const results: Result[] = []
  for (const workload of workloads) {
    if (workload.group !== 'link') await withdrawTls(client, ownFolder)
    else {
      try {
        await offerTls(client, ownFolder)
      } catch (error) {
        missing.push({ name: workload.title, reason: reasonOf(error) })
        continue
      }
    }
    results.push(...(await measureWorkload(workload, { contenders, sizes }, stage)))
  }
  return {
    ...(await whereabouts(client)),
    rounds: sizes.rounds,
    isFullSize:
      isDeepStrictEqual(sizes.rows, FULL_SIZES.rows) &&
      isDeepStrictEqual(sizes.memoryRows, FULL_SIZES.memoryRows) &&
      sizes.tpchScale === FULL_SIZES.tpchScale &&
      sizes.part === FULL_SIZES.part,
    workloads: WORKLOADS.map(({ name, title }) => ({ name, title })),
    contenders: contenders.map(({ contender: { name, settings }, version }) => ({
      name,
      version,
      settings,
    })),
    missing,
    results,
  }
}

/** Takes a CPU profile of the first contender on each of the plain tables. */
export async function measureProfiles(setting: Setting): Promise<Profiles> {
  const { client, sizes, say } = setting
  const [ready] = readyOf(setting)
  if (ready === undefined) throw new Error('profile: its contender cannot run here')
  await withdrawTls(client, ownFolderOf(setting))
  const tables = await prepareTables(client, sizes, new Set(PROFILED))
  const profiles: Profiles['tables'][number][] = []
  for (const { name, rows } of PROFILED.flatMap((table) => tables.get(table) ?? [])) {
    say(`profile of ${name}`)
    profiles.push({
      name,
      rows,
      profile: await takeProfile(ready.contender, { ...setting, table: name }),
    })
  }
  return { ...(await whereabouts(client)), tables: profiles }
}

function measureWorkload(
  workload: Workload,
  { contenders, sizes }: { readonly contenders: readonly Ready[]; readonly sizes: Sizes },
  stage: Stage,
): Promise<readonly Result[]> {
  if (workload.group !== 'memory') {
    const rounds = workload.group === 'parts' ? sizes.partRounds : sizes.rounds
    return runRounds(workload, { contenders, rounds }, stage)
  }
  const source = workload.tables
    .map((name) => stage.tables.get(name))
    .find((table): table is SourceTable => table !== undefined)
  if (source === undefined) throw new Error(`${workload.name}: its table was not made`)
  const options = {
    contenders,
    rounds: sizes.memoryRounds,
    rowCounts: sizes.memoryRows,
    source,
  }
  return measureGrowing(workload, options, stage)
}

/** Below it lies the data of servers that are ours to set up. */
function ownFolderOf({ repository }: Setting): string {
  return `${repository}/.local`
}

function readyOf({ available }: Setting): readonly Ready[] {
  return available.filter((one): one is Ready => 'version' in one)
}

async function whereabouts(client: pg.Client) {
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version') as version",
  )
  return {
    machine: `${availableParallelism()} cores, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
    postgres: rows[0]?.version ?? 'unknown',
  }
}
