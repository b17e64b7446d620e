/**
 * Measures Carmilla beside what others take. Needs a Postgres in DATABASE_URL, where it makes a database
 * of its own; docs/performance.md tells how to run it and how to read what it prints.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { readContenders } from './contender.ts'
import { availability } from './install.ts'
import { DelayedLink } from './link/delayed-link.ts'
import { measureAll, measureProfiles, type Setting } from './measure-all.ts'
import { openDatabase } from './open-database.ts'
import { showProfiles } from './profile/profile-table.ts'
import { publishProfile, publishResults } from './publish.ts'
import { drawPicture } from './report/picture.ts'
import type { Report } from './report/result.ts'
import { showReport } from './report/table.ts'
import { FULL_SIZES, QUICK_SIZES, type Sizes } from './workloads.ts'

const REPOSITORY = new URL('../..', import.meta.url).pathname.replace(/\/$/, '')
const OUT_FOLDER = `${REPOSITORY}/out/bench`
const ROUND_TRIP_MS = 5
/** Those that are read whole, and the one that everybody takes part in. */
const PICTURED = ['narrow', 'wide', 'notes', 'tpch', 'narrow-part']
/** Whose CPU profile is taken. */
const PROFILED = 'carmilla'

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'install-only': { type: 'boolean', default: false },
    /** Takes CPU profiles, and nothing else. */
    profile: { type: 'boolean', default: false },
    /** More files like contenders.json. */
    also: { type: 'string', multiple: true, default: [] },
    /** Names of workloads and contenders, all by default. */
    workload: { type: 'string', multiple: true, default: [] },
    contender: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string' },
    'narrow-rows': { type: 'string' },
    'wide-rows': { type: 'string' },
    'notes-rows': { type: 'string' },
    'tpch-scale': { type: 'string' },
    part: { type: 'string' },
    /** Rows at which memory is measured, with commas between them. */
    'memory-rows': { type: 'string' },
    /** Writes the tables into docs/performance.md, and the picture beside it. */
    publish: { type: 'boolean', default: false },
  },
})

const say = (line: string) => process.stderr.write(`${line}\n`)
const wanted = options.profile ? [PROFILED] : options.contender
const all = await readContenders([`${REPOSITORY}/bench/contenders.json`, ...options.also])
const available = await availability(
  all.filter(({ name }) => wanted.length === 0 || wanted.includes(name)),
  {
    node: process.execPath,
    repository: REPOSITORY,
    peersFolder: `${REPOSITORY}/.local/bench/peers`,
    slowly: !options.quick,
  },
)
for (const one of available)
  if ('missing' in one) say(`left out: ${one.contender.name}: ${one.missing}`)
if (!options['install-only']) await main()

async function main(): Promise<void> {
  const given = process.env['DATABASE_URL']
  if (given === undefined) throw new Error('DATABASE_URL is not set; run make bench')
  const url = await openDatabase(given, options.quick ? 'carmilla_bench_quick' : 'carmilla_bench')
  const client = new pg.Client({ connectionString: url, application_name: 'carmilla-bench' })
  await client.connect()
  try {
    await using link = await DelayedLink.to(url, ROUND_TRIP_MS)
    const setting: Setting = {
      client,
      url,
      linkUrl: `${link.through(url)}?sslmode=require`,
      available,
      sizes: sizesOf(),
      isQuick: options.quick,
      workloads: options.workload,
      node: process.execPath,
      repository: REPOSITORY,
      outFolder: OUT_FOLDER,
      say,
    }
    await mkdir(OUT_FOLDER, { recursive: true })
    if (options.profile) await profile(setting)
    else await write(await measureAll(setting))
  } finally {
    await client.end()
  }
}

function sizesOf(): Sizes {
  const base = options.quick ? QUICK_SIZES : FULL_SIZES
  const rounds = Number(options.rounds ?? base.rounds)
  return {
    rows: {
      narrow: Number(options['narrow-rows'] ?? base.rows.narrow),
      wide: Number(options['wide-rows'] ?? base.rows.wide),
      notes: Number(options['notes-rows'] ?? base.rows.notes),
    },
    tpchScale: Number(options['tpch-scale'] ?? base.tpchScale),
    part: Number(options.part ?? base.part),
    rounds,
    partRounds: Math.min(rounds, base.partRounds),
    memoryRows: options['memory-rows']?.split(',').map(Number) ?? base.memoryRows,
    memoryRounds: Math.min(rounds, base.memoryRounds),
  }
}

async function write(report: Report): Promise<void> {
  const shown = showReport(report)
  const picture = drawPicture(report, PICTURED)
  await writeFile(`${OUT_FOLDER}/results.json`, `${JSON.stringify(report, null, 2)}\n`)
  await writeFile(`${OUT_FOLDER}/results.md`, `${shown}\n`)
  await writeFile(`${OUT_FOLDER}/results.svg`, picture)
  console.log(shown)
  say(`\nall runs: ${OUT_FOLDER}/results.json; the picture: ${OUT_FOLDER}/results.svg`)
  if (options.publish) say(await publishResults(`${REPOSITORY}/docs`, shown, picture))
}

async function profile(setting: Setting): Promise<void> {
  const shown = showProfiles(await measureProfiles(setting))
  await writeFile(`${OUT_FOLDER}/profile.md`, `${shown}\n`)
  console.log(shown)
  say(await publishProfile(`${REPOSITORY}/docs`, shown))
}
