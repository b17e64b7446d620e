import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { etl, type Ended, jsonLines } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

const SCHEMA = readFileSync(new URL('fixtures/hostile.sql', import.meta.url), 'utf8')

/** What each table of the schema is published as. */
const TABLES: Readonly<Record<string, string>> = {
  '"select"': 'select',
  [`"Sales / ""EU"" — 2026"."a'b; drop table ""x"" --"`]:
    'sales____eu__u2014_2026_a_b__drop_table__x____',
  '".."."../../escaped"': '_________escaped',
  '"😀"': 'u1f600',
  constructor: 'constructor',
  empty_enum: 'empty_enum',
  domains: 'domains',
  only_generated: 'only_generated',
  no_rows: 'no_rows',
  measured: 'measured',
  parents: 'parents',
  children: 'children',
  grandchildren: 'grandchildren',
  secrets: 'secrets',
  quick: 'quick',
  '"a View"': 'a_view',
  kept: 'kept',
}

let scratch: Scratch
let elsewhere: string
let ended: Ended
beforeAll(async () => {
  scratch = await openScratch()
  elsewhere = await mkdtemp(join(tmpdir(), 'etl-'))
  await scratch.sql(`drop schema public cascade; create schema public; ${SCHEMA}`)
  ended = await run('export', '--all', '--json')
}, 120_000)
afterAll(async () => {
  await rm(elsewhere, { recursive: true })
  await scratch[Symbol.asyncDispose]()
})

function run(...words: string[]): Promise<Ended> {
  return etl(words, { cwd: elsewhere, env: scratch.env })
}

test('exports all of a database that nobody would have written', async () => {
  expect(ended.stderr).toContain('left out 1 table without columns: public.nothing\n')
  expect(ended.status).toBe(0)
  const published = jsonLines(ended.stdout).map(({ task, status }) => [task, status])
  expect(Object.fromEntries(published)).toEqual(
    Object.fromEntries(Object.values(TABLES).map((name) => [name, 'published'])),
  )
})

test('writes nothing outside of its folder', async () => {
  expect(await readdir(dirname(scratch.folder))).toEqual(['out'])
  const strange = (await scratch.files()).filter((file) => !/^[\w%./=-]+$/.test(file))
  expect(strange).toEqual([])
})

test.each(Object.entries(TABLES))(
  'gives of %s the rows that Postgres gives',
  async (table, name) => {
    const { stdout } = await run('query', `select * from "${name}" order by id`, '--json')
    const expected = await scratch.sql(`select row_to_json(t) as row from ${table} t order by id`)
    expect(jsonLines(stdout).map(plain)).toEqual(expected.map(({ row }) => plain(row)))
  },
)

/** Values without names, which are folded in files; numbers as text without zeros at their end. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null) return Object.values(value).map(plain)
  const isNumber = typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value)
  return typeof value === 'number' || isNumber ? String(Number(value)) : value
}
