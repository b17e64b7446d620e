/**
 * Measures Carmilla beside what others take. Needs a Postgres in DATABASE_URL, where it makes a database
 * of its own; docs/performance.md tells how to run it and how to read what it prints.
 */
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { parseArgs, promisify } from 'node:util'
import pg from 'pg'
import { readContenders } from './contender.ts'
import { availability, reasonOf } from './install.ts'
import { DelayedLink } from './link/delayed-link.ts'
import { offerTls } from './link/offer-tls.ts'
import { openDatabase } from './open-database.ts'
import { replaceBetweenMarkers } from './report/markers.ts'
import { drawPicture } from './report/picture.ts'
import type { Report, Result } from './report/result.ts'
import { showReport } from './report/table.ts'
import { type Ready, runRounds } from './run-rounds.ts'
import { prepareTables } from './tables.ts'
import { FULL_SIZES, QUICK_SIZES, WORKLOADS } from './workloads.ts'

const REPOSITORY = new URL('../..', import.meta.url).pathname.replace(/\/$/, '')
const OUT_FOLDER = `${REPOSITORY}/out/bench`
const ROUND_TRIP_MS = 5
/** Of the workloads that everybody takes part in, and those that are read whole. */
const PICTURED = ['narrow', 'wide', 'notes', 'tpch', 'lineitem-part']

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'install-only': { type: 'boolean', default: false },
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
    /** Writes the tables into docs/performance.md, and the picture beside it. */
    publish: { type: 'boolean', default: false },
  },
})

const say = (line: string) => process.stderr.write(`${line}\n`)
const all = await readContenders([`${REPOSITORY}/bench/contenders.json`, ...options.also])
const available = await availability(
  all.filter(({ name }) => options.contender.length === 0 || options.contender.includes(name)),
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
    const report = await measureAll(client, url, `${link.through(url)}?sslmode=require`)
    await write(report)
  } finally {
    await client.end()
  }
}

async function measureAll(client: pg.Client, url: string, linkUrl: string): Promise<Report> {
  const sizes = sizesOf()
  const tables = await prepareTables(client, sizes)
  const contenders = available.filter((one): one is Ready => 'version' in one)
  const missing = available.flatMap((one) =>
    'missing' in one ? [{ name: one.contender.name, reason: one.missing }] : [],
  )
  const results: Result[] = []
  for (const workload of WORKLOADS) {
    if (options.workload.length > 0 && !options.workload.includes(workload.name)) continue
    if (workload.group === 'link') {
      if (options.quick) continue
      try {
        await offerTls(client, `${REPOSITORY}/.local`)
      } catch (error) {
        missing.push({ name: workload.title, reason: reasonOf(error) })
        continue
      }
    }
    const rounds = workload.group === 'parts' ? sizes.partRounds : sizes.rounds
    results.push(
      ...(await runRounds(
        workload,
        { contenders, rounds },
        {
          client,
          urlOf: ({ group }) => (group === 'link' ? linkUrl : url),
          tables,
          node: process.execPath,
          repository: REPOSITORY,
          outFolder: OUT_FOLDER,
          say,
        },
      )),
    )
  }
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version') as version",
  )
  return {
    machine: `${availableParallelism()} cores, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
    postgres: rows[0]?.version ?? 'unknown',
    rounds: sizes.rounds,
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

function sizesOf() {
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
  }
}

async function write(report: Report): Promise<void> {
  const shown = showReport(report)
  const picture = drawPicture(report, PICTURED)
  await mkdir(OUT_FOLDER, { recursive: true })
  await writeFile(`${OUT_FOLDER}/results.json`, `${JSON.stringify(report, null, 2)}\n`)
  await writeFile(`${OUT_FOLDER}/results.md`, `${shown}\n`)
  await writeFile(`${OUT_FOLDER}/results.svg`, picture)
  console.log(shown)
  say(`\nall runs: ${OUT_FOLDER}/results.json; the picture: ${OUT_FOLDER}/results.svg`)
  if (!options.publish) return
  const document = `${REPOSITORY}/docs/performance.md`
  await writeFile(document, replaceBetweenMarkers(await readFile(document, 'utf8'), shown))
  await promisify(execFile)('oxfmt', [document])
  await writeFile(`${REPOSITORY}/docs/performance.svg`, picture)
  say(`written: ${document}, and the picture beside it`)
}
