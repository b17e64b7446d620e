import { execFileSync } from 'node:child_process'
import { readdirSync, watch } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ended, type Running, taskLines } from './oracle/etl-process.ts'
import { currentFiles, filesBelow, strayFiles } from './oracle/published-files.ts'
import { Victim } from './oracle/victim.ts'
import { FaultProxy } from './support/index.ts'

/** How often a process is killed again when it was quicker than the signal. */
const KILL_ATTEMPTS = 5

/** Longest wait for the first file once its folder is there, in milliseconds. */
const FIRST_FILE_MS = 2_000

/** A version 1 of all tables, copied for each test. */
let published: string

beforeAll(async () => {
  await using victim = await Victim.open()
  const ended = await victim.run(['--all'])
  if (ended.status !== 0) throw new Error(ended.stderr)
  published = await mkdtemp(join(tmpdir(), 'faults-published-'))
  execFileSync('cp', ['-R', `${victim.folder}/.`, published])
}, 120_000)
afterAll(() => rm(published, { recursive: true }))

test('names a wrong password, and writes no password anywhere', async (context) => {
  await using victim = await Victim.open(published)
  const { database, postgres } = victim
  const role = `${database.name}_reader`
  const [right, wrong] = ['r1ght/p@ss', 'wr0ng:p%ss']
  await postgres.execute(`set password_encryption = 'scram-sha-256';
    create role "${role}" login password '${right}'; grant select on currencies to "${role}"`)
  try {
    const refused = await victim.run(['currencies'], { DATABASE_URL: urlOf(victim, role, wrong) })
    if (refused.status === 0) context.skip('this server trusts whoever connects')
    expect(failureOf(refused, 'currencies')).toEqual(
      failure('authentication_failed', `as ${role}: password authentication failed`),
    )
    expect(await victim.harm('currencies')).toEqual([])

    const granted = await victim.run(['currencies'], { DATABASE_URL: urlOf(victim, role, right) })
    expect(granted).toMatchObject({ status: 0 })
    const texts = [refused.stdout, refused.stderr, granted.stdout, granted.stderr]
    for (const file of await filesBelow(victim.folder)) {
      texts.push(await readFile(join(victim.folder, file), 'latin1'))
    }
    for (const secret of [right, wrong].flatMap((text) => [text, encodeURIComponent(text)])) {
      expect(texts.filter((text) => text.includes(secret))).toEqual([])
    }
  } finally {
    await postgres.execute(`drop owned by "${role}"; drop role "${role}"`)
  }
})

test('gives up on a host that does not answer', async () => {
  await using victim = await Victim.open(published)
  await using proxy = await FaultProxy.to(victim.database.url)
  proxy.set({ blackhole: true })
  const url = `${proxy.through(victim.database.url)}?connect_timeout=1`
  const ended = await victim.run(['orders'], { DATABASE_URL: url })
  expect(failureOf(ended, 'orders')).toEqual(
    failure('connection_failed', 'no answer within 1000 ms'),
  )
  expect(await victim.harm('orders')).toEqual([])
})

test('names a table that was dropped, and publishes the tasks that do not read it', async () => {
  await using victim = await Victim.open(published)
  await victim.postgres.execute('alter table currencies rename to gone')
  const ended = await victim.run(['--all'])
  // The one selects from it, the other looks things up in it.
  for (const task of ['currencies', 'purchase_orders']) {
    expect(failureOf(ended, task)).toEqual(
      failure(
        'record_mismatch',
        'relation "currencies" does not exist; run `make codegen`',
        'published 2 of 4 tables; run again to finish',
      ),
    )
  }
  expect(await victim.harm('currencies', 'purchase_orders')).toEqual([])
  expect(await victim.versions('orders')).toEqual([1, 2])
  await victim.postgres.execute('alter table gone rename to currencies')
  expect(await victim.runAgain('currencies', 'purchase_orders')).toEqual([])
})

test('counts values that no file can hold where a task says so, and else names them and publishes nothing', async () => {
  await using victim = await Victim.open(published)
  await victim.postgres.execute(`
    update events set created_at = 'infinity' where id = (select min(id) from events where event <> '');
    update currencies set conversion_rate = 'NaN' where id = 1;
    insert into timepoints (id, uuid, name, order_id, date)
      select 900000001, gen_random_uuid(), 'approval date', min(id), '-infinity' from orders;
    insert into currencies (id, exchangable_type, exchangable_id, currency, conversion_rate)
      values (900000001, 'Pg::PurchaseOrderBase', 900000001, 'EUR', 'NaN')`)
  const ended = await victim.run(['--all'])
  const counted = {
    currencies: {
      column: 'conversion_rate',
      kind: 'null',
      reason: 'unrepresentable value',
      count: 2,
    },
    events: { column: 'created_at', kind: 'null', reason: 'unrepresentable value', count: 1 },
  }
  for (const [task, note] of Object.entries(counted)) {
    expect(taskLines(ended).find((line) => line.task === task)).toMatchObject({
      status: 'published',
      notes: [note],
    })
  }
  // Both lookups are in the order of an id that they do not select.
  const [approval] = await victim.postgres.query<{ row: number }>(
    `select count(*)::int as row from timepoints where name = 'approval date'`,
  )
  const [currency] = await victim.postgres.query<{ row: number }>(
    `select min(row)::int as row
     from (select conversion_rate, row_number() over (order by id) as row from currencies
           where exchangable_type in ('Pg::PurchaseOrderBase', 'Pg::PurchaseOrderBaseInit')) looked_up
     where conversion_rate = 'NaN'`,
  )
  const says = {
    orders: `lookup \`approval\` column \`date\` (public.timepoints.date), row ${approval?.row} of the result: timestamp -infinity does not fit`,
    purchase_orders: `lookup \`currency\` column \`conversion_rate\` (public.currencies.conversion_rate), row ${currency?.row} of the result: numeric NaN does not fit`,
  }
  for (const [task, sentence] of Object.entries(says)) {
    expect(failureOf(ended, task)).toEqual({
      ...failure('unrepresentable_value', sentence),
      state: 'published 2 of 4 tables; run again to finish',
    })
  }
  expect(await victim.harm(...Object.keys(says))).toEqual([])
})

test('says that a statement took too long', async () => {
  await using victim = await Victim.open(published)
  await victim.slowDown()
  const ended = await victim.run(['currencies'], { PGOPTIONS: '-c statement_timeout=700' })
  expect(failureOf(ended, 'currencies')).toEqual(
    failure('statement_timed_out', 'query exceeded statement_timeout'),
  )
  expect(await victim.harm('currencies')).toEqual([])
})

test('loses only the table whose session is terminated in the middle of a read', async () => {
  await using victim = await Victim.open(published)
  await victim.slowDown()
  const { ended } = victim.start(['currencies', 'orders'])
  await victim.postgres.execute(`select pg_terminate_backend(${await victim.readerOfCurrencies()})`)
  expect(failureOf(await ended, 'currencies')).toEqual(
    failure(
      'connection_lost',
      'terminating connection due to administrator command',
      'published 1 of 2 tables; run again to finish',
    ),
  )
  expect(await victim.harm('currencies')).toEqual([])
  await victim.speedUp()
  expect(await victim.runAgain('currencies')).toEqual([])
})

test('survives the end of the session that holds the snapshot', async () => {
  await using victim = await Victim.open(published)
  await victim.slowDown()
  const running = victim.start(['currencies', 'orders', '--workers', '1'])
  await victim.readerOfCurrencies()
  await victim.postgres.execute(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'carmilla etl'
      and state = 'idle in transaction'`)
  const ended = await running.ended
  // Who has the snapshot keeps it; who comes later must not read another instant instead.
  expect(failureOf(ended, 'orders')).toEqual(
    failure(
      'connection_lost',
      'the session that held the snapshot has ended',
      'published 1 of 2 tables; run again to finish',
    ),
  )
  expect(await victim.versions('currencies')).toEqual([1, 2])
  expect(await victim.harm('orders')).toEqual([])
})

test('publishes nothing of a connection that is cut after some bytes', async () => {
  await using victim = await Victim.open(published)
  await using proxy = await FaultProxy.to(victim.database.url)
  proxy.set({ cutAfterBytes: 200_000 })
  const ended = await victim.run(['events'], { DATABASE_URL: proxy.through(victim.database.url) })
  expect(failureOf(ended, 'events')).toEqual(
    failure('connection_lost', 'connection to postgres lost'),
  )
  expect(await victim.harm('events')).toEqual([])
  expect(await victim.runAgain('events')).toEqual([])
})

test('names a target that cannot be written', async () => {
  await using victim = await Victim.open(published)
  const file = join(victim.folder, 'file')
  await writeFile(file, '')
  const ended = await victim.run(['currencies', '--target', `file:${file}/lake`])
  expect(failureOf(ended, 'currencies')).toEqual(failure('target_not_writable', `${file}/lake`))
  await rm(file)
  expect(await victim.harm('currencies')).toEqual([])
})

test('publishes nothing when the disk is full, and leaves nothing on it', async (context) => {
  await using victim = await Victim.open()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', victim.folder], {
      stdio: 'pipe',
    })
  } catch {
    context.skip('a small disk needs the right to mount a tmpfs')
  }
  try {
    const ended = await victim.run(['events'])
    expect(failureOf(ended, 'events')).toEqual(failure('target_full', 'no space left'))
    expect(await filesBelow(victim.folder)).toEqual([])
    execFileSync('mount', ['-o', 'remount,size=64m', victim.folder])
    expect(await victim.runAgain('events')).toEqual([])
  } finally {
    execFileSync('umount', [victim.folder])
  }
})

test('leaves nothing that readers see when it is killed in the middle of a read', async () => {
  await using victim = await Victim.open(published)
  await victim.slowDown()
  const { child, ended } = victim.start(['currencies', 'events', '--workers', '1'])
  await victim.readerOfCurrencies()
  child.kill('SIGKILL')
  expect(await ended).toMatchObject({ signal: 'SIGKILL' })
  for (const table of ['currencies', 'events']) {
    expect(await victim.versions(table)).toEqual([1])
    expect(await victim.globbed(table)).toEqual(
      (await currentFiles(victim.folder, table)).toSorted(),
    )
  }
  await victim.sessionsEnded()
  await victim.speedUp()
  expect(await victim.runAgain('currencies', 'events')).toEqual([])
})

test(
  'shows the old version when it is killed while it publishes',
  { timeout: 90_000 },
  async () => {
    await using victim = await Victim.open(published)
    const before = await victim.globbed('events')
    let known: readonly number[] = []
    let shown: readonly number[] = []
    // Now and then it is quicker: then readers see all of the new version. Once more.
    for (let attempt = 1; attempt <= KILL_ATTEMPTS; attempt++) {
      known = await victim.versions('events')
      const running = victim.start(['events'])
      await firstFileOfRun(victim.folder, running)
      running.child.kill('SIGKILL')
      await running.ended
      shown = await victim.versions('events')
      if (shown.join() === known.join()) break
    }
    expect(shown).toEqual(known)
    // The catalog shows whole versions. A glob is no way to read a table: it takes files of a dead
    // run, and of kept versions, for rows, until the next run of the table has cleaned up.
    const globbed = await victim.globbed('events')
    const current = await currentFiles(victim.folder, 'events')
    expect(globbed).toEqual(expect.arrayContaining([...before, ...current]))
    expect(globbed.length).toBeGreaterThan(before.length)
    expect(await strayFiles(victim.folder)).not.toEqual([])
    expect(await victim.runAgain('events')).toEqual([])
  },
)

test('publishes all or nothing when it is interrupted while it publishes', async () => {
  await using victim = await Victim.open(published)
  const running = victim.start(['events'])
  await firstFileOfRun(victim.folder, running)
  running.child.kill('SIGINT')
  const ended = await running.ended
  const [line] = taskLines(ended)
  expect(line?.task).toBe('events')
  expect(ended.status).toBe(130)
  const isPublished = line?.status === 'published'
  expect(line).toMatchObject(
    isPublished ? { version: 2 } : { status: 'aborted', error: { code: 'interrupted' } },
  )
  expect(await victim.versions('events')).toEqual(isPublished ? [1, 2] : [1])
  expect(await strayFiles(victim.folder)).toEqual([])
  expect(await victim.runAgain('events')).toEqual([])
})

/** Resolves when a run has put its first file of `events` where readers look, or has ended. */
async function firstFileOfRun(folder: string, { ended }: Running): Promise<void> {
  const table = join(folder, 'events')
  const count = (): number =>
    readdirSync(table, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.parquet'),
    ).length
  const before = count()
  const begun = Promise.withResolvers<void>()
  const watcher = watch(table, () => {
    // The folder of the run is there; its first file follows at once, and the next ones too.
    const deadlineMs = performance.now() + FIRST_FILE_MS
    while (count() === before && performance.now() < deadlineMs);
    begun.resolve()
  })
  await Promise.race([begun.promise, ended])
  watcher.close()
}

/** How a task of a run failed: status of the command, code, message, and the state of the data. */
function failureOf(ended: Ended, task: string): Readonly<Record<string, unknown>> {
  const line = taskLines(ended).find((outcome) => outcome.task === task)
  const { code, message = '' } = line?.error ?? {}
  const isNamed = message.startsWith(`task \`${task}\``)
  const state = ended.stderr.trimEnd().split('\n').at(-1)
  return { status: ended.status, code, message: isNamed ? message : `unnamed: ${message}`, state }
}

/** The failure that is wanted: exit status 1, and a message for the task that says so much. */
function failure(code: string, says: string, state = 'nothing was published'): object {
  return { status: 1, code, message: expect.stringMatching(`^task.*${RegExp.escape(says)}`), state }
}

function urlOf(victim: Victim, user: string, password: string): string {
  const url = new URL(victim.database.url)
  url.username = user
  url.password = encodeURIComponent(password)
  return url.href
}
