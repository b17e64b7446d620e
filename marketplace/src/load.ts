import { Client } from 'pg'
import type { ClientBase } from 'pg'

import { copyRows } from './copy.ts'
import { MarketplaceError } from './errors.ts'
import { DEFAULT_SEED, Market } from './market.ts'
import { readSchema } from './schema.ts'
import type { Schema } from './schema.ts'
import { emptyDatabase, readStamp, stampOf, userTables, writeStamp } from './stamp.ts'
import { TABLES } from './tables.ts'

export interface LoadOptions {
  /** 1 is about 250 000 rows; fractions are allowed. */
  readonly scale: number
  readonly seed?: number
  /** Drops what the database holds, the same marketplace included, and loads again. */
  readonly force?: boolean
  readonly signal?: AbortSignal
  /** Told of each table when it is full. */
  readonly onTable?: (table: LoadedTable) => void
}

export interface LoadedTable {
  /** Name as SQL writes it. */
  readonly name: string
  readonly rows: number
  readonly seconds: number
}

export interface LoadedMarketplace {
  /** `unchanged`: the database held this very marketplace already. */
  readonly outcome: 'loaded' | 'unchanged'
  /** Empty when unchanged. */
  readonly tables: readonly LoadedTable[]
  readonly seconds: number
}

/**
 * Builds the marketplace in an empty database: tables, rows, indexes, foreign keys, views,
 * statistics. The same scale and seed give the same rows, on every machine and server version.
 *
 * Everything happens in one transaction: after a failure the database is as it was. Memory does not
 * grow with the scale.
 *
 * @param target An open client that is in no transaction and stays open, or a connection URL.
 * @throws {MarketplaceError} `invalid_option`, `not_empty`, `load_failed`, `aborted`
 */
export async function loadMarketplace(
  target: ClientBase | string,
  options: LoadOptions,
): Promise<LoadedMarketplace> {
  const market = new Market(options.scale, options.seed ?? DEFAULT_SEED)
  const schema = await readSchema()
  if (typeof target !== 'string') return load(target, { market, schema, options })
  const client = new Client({ connectionString: target, application_name: 'carmilla-marketplace' })
  try {
    await client.connect()
    return await load(client, { market, schema, options })
  } catch (error) {
    throw asMarketplaceError(error, options.signal)
  } finally {
    await client.end()
  }
}

interface Load {
  readonly market: Market
  readonly schema: Schema
  readonly options: LoadOptions
}

async function load(
  client: ClientBase,
  { market, schema, options }: Load,
): Promise<LoadedMarketplace> {
  const started = performance.now()
  const stamp = stampOf(market, schema)
  const held = await userTables(client)
  if (held > 0 && options.force !== true) {
    if ((await readStamp(client)) !== stamp) throw notEmpty(held)
    return { outcome: 'unchanged', tables: [], seconds: secondsSince(started) }
  }
  const signal = options.signal ?? new AbortController().signal
  try {
    await client.query('BEGIN')
    if (held > 0) await emptyDatabase(client)
    const tables = await build(client, { market, schema, options }, signal)
    await writeStamp(client, stamp)
    await client.query('COMMIT')
    return { outcome: 'loaded', tables, seconds: secondsSince(started) }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined) // the first error says more
    throw asMarketplaceError(error, options.signal)
  }
}

async function build(
  client: ClientBase,
  { market, schema, options }: Load,
  signal: AbortSignal,
): Promise<readonly LoadedTable[]> {
  await client.query(SESSION_SETTINGS)
  await runAll(client, schema.tables, signal)
  const tables: LoadedTable[] = []
  for (const table of TABLES) {
    const started = performance.now()
    const rows = await copyRows(client, table.name, table.rows(market), signal)
    const loaded = { name: table.name, rows, seconds: secondsSince(started) }
    tables.push(loaded)
    options.onTable?.(loaded)
  }
  await runAll(client, [...schema.afterTheLoad, 'ANALYZE'], signal)
  return tables
}

/** For this transaction only: names resolve to `public`, and indexes are sorted in memory. */
const SESSION_SETTINGS = `
  SET LOCAL search_path = public;
  SET LOCAL timezone = 'UTC';
  SET LOCAL statement_timeout = 0;
  SET LOCAL maintenance_work_mem = '256MB';
  SET LOCAL synchronous_commit = off`

async function runAll(
  client: ClientBase,
  statements: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const statement of statements) {
    signal.throwIfAborted()
    await client.query(statement)
  }
}

function notEmpty(tables: number): MarketplaceError {
  return new MarketplaceError(
    'not_empty',
    `database holds ${tables} tables that are not this marketplace, expected none; name an empty database, or use --force to drop them`,
    { context: { tables } },
  )
}

function asMarketplaceError(error: unknown, signal?: AbortSignal): MarketplaceError {
  if (error instanceof MarketplaceError) return error
  if (signal?.aborted === true) {
    return new MarketplaceError('aborted', 'load was aborted; nothing was changed', {
      cause: error,
    })
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new MarketplaceError('load_failed', `load failed: ${reason}; nothing was changed`, {
    cause: error,
  })
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000
}
