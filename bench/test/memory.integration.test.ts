import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@carmilla/test'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { measureGrowing } from '../src/memory.ts'
import type { Ready, Stage } from '../src/run-rounds.ts'
import type { Workload } from '../src/workloads.ts'

const WORKLOAD: Workload = {
  name: 'memory',
  group: 'memory',
  title: 'memory',
  tables: ['t'],
  isInQuick: false,
}

let database: TestDatabase
let client: pg.Client
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'carmilla-memory-'))
  client = new pg.Client({ connectionString: database.url, application_name: 'carmilla-bench' })
  await client.connect()
  await client.query('create table t as select generate_series(1, 10) as id')
})
afterAll(async () => {
  await client.end()
  await rm(folder, { recursive: true })
  await database[Symbol.asyncDispose]()
})

/** Counts the rows of its table into a file. */
function counting(workloads: readonly string[]): Ready {
  const script = `
    const { Client } = require('pg')
    const client = new Client(process.argv[1])
    client.connect()
      .then(() => client.query('select count(*)::integer as rows from ' + process.argv[2]))
      .then(({ rows }) => require('fs').appendFileSync('${folder}/counts', rows[0].rows + ' '))
      .then(() => client.end())`
  const command = ['{node}', '--eval', script, '{url}', '{table}']
  return {
    contender: { name: 'counting', settings: '', workloads, version: ['true'], command },
    home: folder,
    version: '1',
  }
}

function measured(ready: Ready) {
  const stage: Stage = {
    client,
    urlOf: () => database.url,
    tables: new Map(),
    node: process.execPath,
    repository: new URL('../..', import.meta.url).pathname.replace(/\/$/, ''),
    outFolder: `${folder}/out`,
    say: () => undefined,
  }
  const source = { name: 't', rows: 10, fingerprint: { rows: 10, columns: [] } }
  return measureGrowing(
    WORKLOAD,
    { contenders: [ready], rounds: 1, rowCounts: [25, 5], source },
    stage,
  )
}

test('a table grows from size to size, and is dropped in the end', async () => {
  const results = await measured(counting(['memory']))
  expect(results.map(({ rows, runs, failure }) => [rows, runs.length, failure])).toEqual([
    [5, 1, undefined],
    [25, 1, undefined],
  ])
  expect(await readFile(`${folder}/counts`, 'utf8')).toBe('5 25 ')
  const { rows } = await client.query("select to_regclass('narrow_many') as left")
  expect(rows).toEqual([{ left: null }])
})

test('nothing is filled when nobody takes part', async () => {
  expect(await measured(counting(['narrow']))).toEqual([])
})
