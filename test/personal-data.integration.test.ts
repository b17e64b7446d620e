import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generate, introspect, readCatalog } from '../codegen/src/index.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import { marketplaceTemplate } from '../marketplace/src/index.ts'
import { DuckDb, files } from './oracle/duckdb.ts'
import { type Ended, runEtl, taskLines } from './oracle/etl-process.ts'
import { Postgres } from './oracle/postgres.ts'
import { currentFiles, filesBelow } from './oracle/published-files.ts'
import { classifyAsMarketplace } from './revealed-tasks.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

/** Tasks that read personal columns of the marketplace; those that fail do it with one in hand. */
const TASKS: Readonly<Record<string, string>> = {
  people: `
import { db } from '../generated/db.ts'
import { defineTask, hash, int32, internal, lookup, mask, optional, text, truncateTo } from '@carmilla/transform'

export default defineTask({
  source: db.selectFrom('users').select(['id', 'email', 'first_name', 'last_name', 'sso_attributes']),
  lookups: { users: lookup(db.selectFrom('users').select(['id', 'email']), 'id') },
  record: ({ derive }) => ({
    id: int32(),
    email: hash(optional(text())),
    first_name: mask(optional(text()), { keepFirst: 1 }),
    last_name: truncateTo(optional(text()), 1),
    sso_attributes: internal(),
    again: derive(optional(text()), (user, { users }) => hash(users.get(user.id)?.email ?? null)),
    shown: derive(text(), (user) => \`\${user.email} \${JSON.stringify(user)}\`),
  }),
})
`,
  contacts: `
import { db } from '../generated/db.ts'
import { defineTask, hash, int32, list, mask, optional, text } from '@carmilla/transform'

export default defineTask({
  source: db.selectFrom('providers').select(['id', 'contact_emails', 'sales_email', 'phone_number']),
  record: () => ({
    id: int32(),
    contact_emails: hash(optional(list(text()))),
    sales_email: mask(optional(text()), { keepLast: 4 }),
    phone_number: mask(optional(text()), { keepFirst: 2 }),
  }),
})
`,
  sessions: `
import { db } from '../generated/db.ts'
import { defineTask, hash, int64, optional, text } from '@carmilla/transform'

export default defineTask({
  source: db.selectFrom('audit.events').select(['id', 'actor', 'client_address']),
  record: () => ({ id: int64(), actor: hash(optional(text())), client_address: hash(optional(text())) }),
})
`,
  thrown: failing(
    'derive(text(), (user) => { throw new Error(`bad ${reveal(user.email, "shown")}`) })',
  ),
  returned: failing('derive(text(), (user) => `${reveal(user.email, "shown")}\\ud800`)'),
  repeated: failing(
    'derive(optional(text()), (user) => reveal(user.email, "shown")), again: derive(text(), () => "x")',
    `expect: { unique: ['again', 'written'] },`,
  ),
}

function failing(written: string, expectation = ''): string {
  return `
import { db } from '../generated/db.ts'
import { defineTask, int32, internal, optional, reveal, text } from '@carmilla/transform'

export default defineTask({
  source: db.selectFrom('users').where('email', 'is not', null).select(['id', 'email']),
  record: ({ derive }) => ({ id: int32(), email: internal(), written: ${written}, none: derive(optional(text()), () => null) }),
  ${expectation}
})
`
}

/** Personal columns that no task writes in the clear. */
const HIDDEN = `
  select email as value from users
  union select sso_attributes ->> 'email' from users
  union select unnest(contact_emails) from providers
  union select sales_email from providers
  union select phone_number from providers
  union select actor::text from audit.events
  union select host(client_address) from audit.events`

/** Those that the four tasks of the marketplace reveal, in the same columns as they do. */
const REVEALED = `
  select email as value from events
  union select username from events
  union select remote_addr from events
  union select u.email from orders o join requests r on r.id = o.request_id join users u on u.id = r.user_id`

/** Shorter ones occur in other words. */
const LEAST_CHARACTERS = 7

const KEY = 'a key of the tests, of more than thirty-two bytes'

let database: TestDatabase
let postgres: Postgres
let scratch: ScratchWorkspace
let folder: string
let treated: Ended
let marketplace: Ended
let ownFolder: string

beforeAll(async () => {
  database = await createTestDatabase({ template: marketplaceTemplate() })
  postgres = await Postgres.connect(database.url)
  // Two people of one address, for the expectation that finds it and must not say it.
  await postgres.execute(
    `insert into users (id, active, email) select 900000000 + n, true, 'twice.there@example.org'
     from generate_series(1, 2) n`,
  )
  folder = await mkdtemp(join(tmpdir(), 'personal-data-'))
  ownFolder = await mkdtemp(join(tmpdir(), 'personal-data-own-'))
  scratch = await ScratchWorkspace.create()
  await classifyAsMarketplace(scratch)
  for (const [name, text] of Object.entries(TASKS)) await scratch.write(`tasks/${name}.ts`, text)
  await generate(scratch.workspace, await readCatalog(database.url, introspect))
  await scratch.write(
    'etl.config.ts',
    `import { tasks } from './generated/tasks.ts'\nexport default { tasks, codec: 'none' }\n`,
  )
  const env = { DATABASE_URL: database.url, CARMILLA_HASH_KEY: KEY }
  treated = await runEtl(
    ['run', '--all', '--target', `file:${folder}`, '--json'],
    env,
    scratch.root,
  )
  marketplace = await runEtl(
    ['run', '--all', '--target', `file:${ownFolder}`, '--codec', 'none', '--json'],
    env,
  )
}, 240_000)
afterAll(async () => {
  await postgres[Symbol.asyncDispose]()
  await database.drop()
  await scratch[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
  await rm(ownFolder, { recursive: true, force: true })
})

test('publishes what compiles, and stops what fails', async () => {
  expect(await scratch.compilerErrors()).toBe('')
  const status = Object.fromEntries(taskLines(treated).map((line) => [line.task, line.status]))
  expect(status).toEqual({
    people: 'published',
    contacts: 'published',
    sessions: 'published',
    thrown: 'failed',
    returned: 'failed',
    repeated: 'failed',
  })
  expect(marketplace.status).toBe(0)
})

describe('no personal value is in a file, a manifest or a message', () => {
  test('of tasks that treat all of them', async () => {
    const values = await valuesOf(HIDDEN)
    expect(values.length).toBeGreaterThan(500)
    expect(values).toContain('twice.there@example.org')
    expect(await leaks(values, folder, treated)).toEqual([])
  })

  test('of the tasks of the marketplace, but for those that they reveal', async () => {
    const names = `union select user_full_name from proposals where user_full_name like '% %'
      union select person_name from addresses where person_name like '% %'`
    const revealed = await valuesOf(REVEALED)
    const values = (await valuesOf(`${HIDDEN} ${names}`)).filter(
      // An address is in a longer one, too.
      (value) => !revealed.some((shown) => shown.includes(value)),
    )
    expect(values.length).toBeGreaterThan(500)
    expect(await leaks(values, ownFolder, marketplace)).toEqual([])
  })

  test('and neither is the key', async () => {
    expect(await leaks([KEY], folder, treated)).toEqual([])
  })

  test('and the search finds what is there', async () => {
    const [some = ''] = await valuesOf(REVEALED)
    expect(await leaks([some], ownFolder, marketplace)).toEqual([some])
  })
})

test('plans them, and takes no classification for a change of the database', async () => {
  const env = { DATABASE_URL: database.url }
  const planned = await runEtl(['plan', 'orders', '--target', `file:${ownFolder}`], env)
  expect(planned.stdout).toMatch(/^user_email +email +reveal +orders are answered to whoever/m)
  expect(planned.stdout).not.toContain('changed: ')
  const leaking = await valuesOf(HIDDEN)
  expect(leaking.filter((value) => planned.stdout.includes(value))).toEqual([])
})

test('says why a task failed, without the value', () => {
  const messages = Object.fromEntries(
    taskLines(treated).map(({ task, error }) => [task, error?.message ?? '']),
  )
  expect(messages['thrown']).toMatch(
    /^task `thrown` column `written`, row with id = \d+: Error at .*thrown\.ts:\d+:\d+\)?; its message is withheld/,
  )
  expect(messages['returned']).toMatch(
    /column `written`, row with id = \d+: a value does not fit the column; it is/,
  )
  expect(messages['repeated']).toContain('[personal other]')
})

test('writes hashes that Postgres computes too', async () => {
  await postgres.execute('create extension pgcrypto')
  const duckdb = await DuckDb.open()
  try {
    const [found] = await duckdb.query(
      `select count(*)::int as people, count(email)::int as hashes, bool_and(email = again) as same,
         string_agg(email, ',' order by id) as all_hashes
       from ${files(await currentFiles(folder, 'people'))}`,
    )
    const [expected] = await postgres.query<Record<string, unknown>>(
      `select count(*)::int as people, count(email)::int as hashes, true as same,
         string_agg(encode(hmac(email, '${KEY}', 'sha256'), 'hex'), ',' order by id) as all_hashes
       from users`,
    )
    expect(found).toEqual(expected)
    const [addresses] = await duckdb.query(
      `select string_agg(client_address, ',' order by id) as hashes
       from ${files(await currentFiles(folder, 'sessions'))}`,
    )
    const [ofPostgres] = await postgres.query<Record<string, unknown>>(
      `select string_agg(encode(hmac(textin(inet_out(client_address))::text, '${KEY}', 'sha256'), 'hex'),
         ',' order by id) as hashes from audit.events`,
    )
    expect(addresses).toEqual(ofPostgres)
  } finally {
    duckdb[Symbol.dispose]()
  }
})

async function valuesOf(sql: string): Promise<readonly string[]> {
  const rows = await postgres.query<{ value: string }>(
    `select distinct value from (${sql}) v where length(value) >= ${LEAST_CHARACTERS}`,
  )
  return rows.map(({ value }) => value)
}

/** The values that are in the bytes of any file below a folder, or in what was printed. */
async function leaks(
  values: readonly string[],
  where: string,
  { stdout, stderr }: Ended,
): Promise<readonly string[]> {
  const paths = await filesBelow(where)
  expect(paths.some((path) => path.endsWith('.parquet'))).toBe(true)
  expect(paths.some((path) => path.endsWith('.json'))).toBe(true)
  const contents = await Promise.all(paths.map((path) => readFile(join(where, path), 'utf8')))
  const all = [stdout, stderr, ...contents].join('\n')
  return values.filter((value) => all.includes(value))
}
