import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { FakeAws } from '@carmilla/fake-aws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { marketplaceTemplate } from '../marketplace/src/index.ts'
import { DuckDb } from './oracle/duckdb.ts'
import { type Ended, runEtl, taskLines } from './oracle/etl-process.ts'
import { columnsOf, EXACT_QUOTIENT, EXPECTED_TASKS } from './oracle/expected-tasks.ts'
import { canonical, Postgres } from './oracle/postgres.ts'
import { filesBelow } from './oracle/published-files.ts'
import { differences } from './oracle/rows.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

const TASKS = Object.entries(EXPECTED_TASKS)
const CATALOGS = [
  { catalog: 'files', queried: [] },
  { catalog: 'glue:reporting', queried: TASKS },
]

let database: TestDatabase
let postgres: Postgres
let duckdb: DuckDb

beforeAll(async () => {
  database = await createTestDatabase({ template: marketplaceTemplate(1) })
  postgres = await Postgres.connect(database.url)
  await postgres.execute(EXACT_QUOTIENT)
  duckdb = await DuckDb.open()
}, 240_000)

afterAll(async () => {
  duckdb[Symbol.dispose]()
  await postgres[Symbol.asyncDispose]()
  await database.drop()
})

describe.each(CATALOGS)(
  'the marketplace in S3, with the catalog $catalog',
  ({ catalog, queried }) => {
    let aws: FakeAws
    let folder: string
    let ended: Ended

    beforeAll(async () => {
      aws = await FakeAws.start()
      aws.s3.buckets.create('lake', 'us-east-1')
      ended = await etl('run', '--all', '--workers', '2', '--json')
      if (ended.status !== 0) throw new Error(ended.stderr + ended.stdout)
      folder = await mkdtemp(join(tmpdir(), 'lake-'))
      for (const [key, { file }] of aws.s3.buckets.get('lake').objects) {
        await mkdir(dirname(join(folder, key)), { recursive: true })
        await copyFile(file, join(folder, key))
      }
    }, 240_000)

    afterAll(async () => {
      await rm(folder, { recursive: true })
      await aws[Symbol.asyncDispose]()
    })

    test('is published, every table of it', () => {
      const lines = taskLines(ended)
      expect(lines.map(({ task }) => task).toSorted()).toEqual(TASKS.map(([name]) => name))
      for (const line of lines) expect(line).toMatchObject({ status: 'published', version: 1 })
    })

    test.each(TASKS)('%s holds every value of Postgres, read by DuckDB', async (name, task) => {
      const texts = task.columns.map(([, type, sql]) => canonical(sql, type))
      const expected = await postgres.rows(texts, task.from)
      const line = taskLines(ended).find((outcome) => outcome.task === name)
      const below = (line?.location ?? '').replace(/^s3:\/\/lake\/|\/$/g, '')
      const paths = (await filesBelow(join(folder, below))).map((file) => join(folder, below, file))
      const columns = columnsOf(task)
      const got = await duckdb.rows(paths, columns)
      expect(differences(columns, { expected, got })).toEqual([])
    })

    test('has no upload that was begun and not completed, and no secret in what it said', () => {
      expect(aws.s3.buckets.get('lake').uploads.size).toBe(0)
      expect(ended.stdout + ended.stderr).not.toContain(aws.credentials.secretAccessKey)
    })

    test('is listed, rolled back and collected', async () => {
      const again = await etl('run', 'purchase_orders', '--json')
      expect(taskLines(again)).toMatchObject([{ status: 'published', version: 2 }])
      const back = await etl('rollback', 'purchase_orders', '--json')
      expect(back.status).toBe(0)
      const versions = await etl('versions', 'purchase_orders', '--json')
      expect(versions.stdout.trim().split('\n')).toHaveLength(3)
      expect((await etl('gc')).status).toBe(0)
    })

    test.each(queried)('%s is queried with Athena', async (name, task) => {
      const [expected] = await postgres.query<{ rows: number }>(
        `select count(*)::int as rows from ${task.from}`,
      )
      const { status, stdout, stderr } = await etl(
        'query',
        `select count(*) as orders from ${name}`,
        '--json',
      )
      expect(stderr).toContain('athena:')
      expect({ status, stdout }).toEqual({ status: 0, stdout: `{"orders":${expected?.rows}}\n` })
    })

    function etl(...words: readonly string[]): Promise<Ended> {
      return runEtl([...words, '--target', 's3://lake/tables', '--catalog', catalog], {
        DATABASE_URL: database.url,
        AWS_ENDPOINT_URL: aws.url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
      })
    }
  },
)
