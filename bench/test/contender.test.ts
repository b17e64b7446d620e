import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCommand, readContenders, takesPart, type Contender } from '../src/contender.ts'
import { WORKLOADS } from '../src/workloads.ts'

const places = {
  node: 'node',
  repository: '/repo',
  home: '/home',
  url: 'postgres://host/db',
  tables: ['a', 'b'],
  out: '/out',
}
const contender: Contender = {
  name: 'some',
  settings: 'as it is',
  workloads: ['parts', 'tpch'],
  version: ['some', '--version'],
  command: ['some', '{tables}', '--url={url}', '{out}/{table}', '{statements}', '{ a: b }'],
  statement: 'copy {table} to {out};',
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carmilla-contenders-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(value: unknown): Promise<readonly Contender[]> {
  const file = join(folder, 'some.json')
  await writeFile(file, JSON.stringify(value))
  return readContenders([file])
}

test('placeholders are filled in, for each table where it matters', () => {
  expect(readCommand(contender, places)).toEqual([
    'some',
    'a',
    'b',
    '--url=postgres://host/db',
    '/out/a',
    'copy a to /out; copy b to /out;',
    '{ a: b }',
  ])
})

test('a contender takes part by the name of a workload, or by its group', () => {
  const names = WORKLOADS.filter((workload) => takesPart(contender, workload)).map(
    ({ name }) => name,
  )
  expect(names).toEqual(['tpch', 'narrow-part', 'wide-part', 'notes-part', 'lineitem-part'])
})

test('the contenders of the bench can be read, and each has a workload', async () => {
  const all = await readContenders([new URL('../contenders.json', import.meta.url).pathname])
  for (const one of all) expect(WORKLOADS.some((workload) => takesPart(one, workload))).toBe(true)
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
})

test('a field that is missing, wrong or unknown is named', async () => {
  await expect(read({})).rejects.toThrow('some.json: not a list of contenders')
  await expect(read([{ ...contender, command: 'some' }])).rejects.toThrow(
    'some.json: contender 1, `some`: field `command` must be a list of texts',
  )
  await expect(read([{ ...contender, settings: undefined }])).rejects.toThrow(
    'field `settings` must be a text',
  )
  await expect(read([{ ...contender, colour: 'red' }])).rejects.toThrow(
    'field `colour` is not known',
  )
})
