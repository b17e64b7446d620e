import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { type Fingerprint, tableFingerprint } from './fingerprint.ts'
import { keyOf, type Sizes, TPCH_TABLES } from './workloads.ts'

/** A table as it is in the database. */
export interface SourceTable {
  readonly name: string
  readonly rows: number
  readonly fingerprint: Fingerprint
}

interface Recipe {
  readonly tables: readonly string[]
  readonly sql: string
}

const SQL_FOLDER = new URL('../sql/', import.meta.url)

/** Makes the tables of `names` whose recipe has changed, and tells what is in them. */
export async function prepareTables(
  client: pg.Client,
  sizes: Sizes,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, SourceTable>> {
  const found = new Map<string, SourceTable>()
  for (const recipe of await recipes(sizes)) {
    // A part is made of its table.
    if (!recipe.tables.some((name) => names.has(name) || names.has(`${name}_part`))) continue
    const known: SourceTable[] = []
    for (const name of recipe.tables) known.push(...(await knownTable(client, name, recipe)))
    const tables = known.length === recipe.tables.length ? known : await make(client, recipe)
    for (const table of tables) found.set(table.name, table)
  }
  return found
}

async function recipes({ rows, tpchScale, part }: Sizes): Promise<readonly Recipe[]> {
  const plain = await Promise.all(
    Object.entries(rows).map(async ([name, count]) => ({
      tables: [name],
      sql: (await sqlOf(name)).replaceAll(':rows', String(count)),
    })),
  )
  const tpch = {
    tables: TPCH_TABLES,
    sql: (await sqlOf('tpch')).replaceAll(':scale', String(tpchScale)),
  }
  const parts = [...Object.keys(rows), 'lineitem'].map((name) => ({
    tables: [`${name}_part`],
    sql: `create table ${name}_part (like ${name});
insert into ${name}_part select * from ${name} limit (select (count(*) * ${part})::bigint from ${name})`,
  }))
  return [...plain, tpch, ...parts]
}

function sqlOf(name: string): Promise<string> {
  return readFile(new URL(`${name}.sql`, SQL_FOLDER), 'utf8')
}

/** What the table's comment says; nothing when another recipe made it. */
async function knownTable(
  client: pg.Client,
  name: string,
  recipe: Recipe,
): Promise<readonly SourceTable[]> {
  const { rows } = await client.query<{ comment: string | null }>(
    'select obj_description(to_regclass($1)) as comment',
    [name],
  )
  const comment = rows[0]?.comment
  if (comment === null || comment === undefined) return []
  const { recipe: madeBy, table }: { recipe: string; table: SourceTable } = JSON.parse(comment)
  return madeBy === digest(recipe) ? [table] : []
}

function digest({ sql }: Recipe): string {
  return createHash('sha256').update(sql).digest('hex')
}

async function make(client: pg.Client, recipe: Recipe): Promise<readonly SourceTable[]> {
  const { tables, sql } = recipe
  process.stderr.write(`making ${tables.join(', ')} …\n`)
  const parts = tables.includes('lineitem')
    ? ['lineitem_part']
    : tables.map((name) => `${name}_part`)
  await client.query(`drop table if exists ${[...tables, ...parts].join(', ')}`)
  await client.query(sql)
  const made: SourceTable[] = []
  for (const name of tables) {
    await client.query(`vacuum (freeze, analyze) ${name}`)
    const fingerprint = await tableFingerprint(client, name, keyOf(name))
    const table = { name, rows: fingerprint.rows, fingerprint }
    const comment = client.escapeLiteral(JSON.stringify({ recipe: digest(recipe), table }))
    await client.query(`comment on table ${name} is ${comment}`)
    made.push(table)
  }
  return made
}
