import { parseArgs } from 'node:util'

import { MarketplaceError } from './errors.ts'
import { loadMarketplace } from './load.ts'
import { DEFAULT_SEED } from './market.ts'

const USAGE = `usage: DATABASE_URL=postgres://… node main.ts seed [--scale N] [--seed N] [--force]

  --scale N   1 is about 250 000 rows, 0.05 about 15 000, 40 about 10 million (default 1)
  --seed N    another seed gives other rows of the same kind (default ${DEFAULT_SEED})
  --force     drop the schemas public, audit and reporting of a database that is not empty`

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(args)
  } catch (error) {
    console.error(describe(error))
    return 1
  }
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      scale: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(DEFAULT_SEED) },
      force: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const url = process.env['DATABASE_URL'] ?? ''
  if (positionals.length !== 1 || positionals[0] !== 'seed' || url === '') {
    console.error(url === '' ? `DATABASE_URL is not set\n${USAGE}` : USAGE)
    return 2
  }
  await seed(url, {
    scale: asNumber(values.scale),
    seed: asNumber(values.seed),
    force: values.force,
  })
  return 0
}

async function seed(
  url: string,
  options: { readonly scale: number; readonly seed: number; readonly force: boolean },
): Promise<void> {
  const interrupted = new AbortController()
  process.once('SIGINT', () => interrupted.abort())
  process.once('SIGTERM', () => interrupted.abort())
  const loaded = await loadMarketplace(url, {
    ...options,
    signal: interrupted.signal,
    onTable: (table) => console.log(line(table.name, table.rows, table.seconds)),
  })
  const what = `marketplace of scale ${options.scale}, seed ${options.seed}`
  if (loaded.outcome === 'unchanged') {
    console.log(`database already holds the ${what}`)
    return
  }
  const rows = loaded.tables.reduce((sum, table) => sum + table.rows, 0)
  console.log(line('all, with indexes, keys and statistics', rows, loaded.seconds))
}

function line(what: string, rows: number, seconds: number): string {
  return `${what.padEnd(40)}${String(rows).padStart(12)} rows${seconds.toFixed(2).padStart(9)} s`
}

/** An empty or odd value becomes NaN, which the library refuses by name. */
function asNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}

function describe(error: unknown): string {
  if (error instanceof MarketplaceError) return `${error.code}: ${error.message}`
  return error instanceof Error ? error.message : String(error)
}
