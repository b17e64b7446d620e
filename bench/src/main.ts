/**
 * Measures Carmilla beside what others take, in one interleaved run: every round runs every command
 * once, and the medians over the rounds are printed. Needs a Postgres in DATABASE_URL whose tables
 * `narrow` and `wide` it makes when they are missing.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { measure, type Measurement } from './measure.ts'
import { contenders, type Contender } from './contenders.ts'
import { showResults, type Result } from './show-results.ts'

const BENCH_FOLDER = new URL('..', import.meta.url).pathname
const OUT_FOLDER = new URL('../../out/bench/', import.meta.url).pathname

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    'narrow-rows': { type: 'string', default: '5000000' },
    'wide-rows': { type: 'string', default: '1000000' },
  },
})
const url = process.env['DATABASE_URL']
if (url === undefined) throw new Error('DATABASE_URL is not set; run `make bench`')

const { narrowRows, wideRows } = await prepareTables(url)
await mkdir(OUT_FOLDER, { recursive: true })
const chosen = await contenders({
  url,
  outFolder: OUT_FOLDER,
  narrowRows,
  wideRows,
})
const results = await runRounds(chosen, Number(options.rounds))
await writeFile(`${OUT_FOLDER}results.json`, `${JSON.stringify(results, null, 2)}\n`)
console.log(showResults(results))
console.log(`\nall runs: ${OUT_FOLDER}results.json`)

async function runRounds(all: readonly Contender[], rounds: number): Promise<Result[]> {
  const runs = new Map<Contender, Measurement[]>(all.map((contender) => [contender, []]))
  for (let round = 1; round <= rounds; round++) {
    for (const contender of all) {
      process.stderr.write(`round ${round} of ${rounds}: ${contender.name}, ${contender.table}\n`)
      runs.get(contender)?.push(
        await measure(contender.command, {
          cwd: BENCH_FOLDER,
          env: { ...process.env, DATABASE_URL: url },
        }),
      )
    }
  }
  await rm(`${OUT_FOLDER}naive.parquet`, { force: true })
  return [...runs].map(([{ name, table, rows }, measured]) => ({
    name,
    table,
    rows,
    runs: measured,
  }))
}

/** Makes the tables unless they are there with the wanted number of rows. */
async function prepareTables(
  databaseUrl: string,
): Promise<{ narrowRows: number; wideRows: number }> {
  const wanted = {
    narrowRows: Number(options['narrow-rows']),
    wideRows: Number(options['wide-rows']),
  }
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const stamp = `${wanted.narrowRows} narrow, ${wanted.wideRows} wide`
    const { rows } = await client.query<{ stamp: string | null }>(
      "select obj_description(to_regclass('wide')) as stamp",
    )
    if (rows[0]?.stamp === stamp) return wanted
    process.stderr.write('making the tables narrow and wide …\n')
    const text = await readFile(`${BENCH_FOLDER}tables.sql`, 'utf8')
    const sql = text
      .replace(':narrow_rows', String(wanted.narrowRows))
      .replace(':wide_rows', String(wanted.wideRows))
    for (const statement of sql.split(/;\s*$/m)) {
      if (statement.trim() !== '') await client.query(statement)
    }
    await client.query(`comment on table wide is '${stamp}'`)
    return wanted
  } finally {
    await client.end()
  }
}
