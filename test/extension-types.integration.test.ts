import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModel, introspect, readCatalog } from '../codegen/src/index.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import { DuckDb, files } from './oracle/duckdb.ts'
import { runEtl, taskLines } from './oracle/etl-process.ts'
import { Postgres } from './oracle/postgres.ts'
import { currentFiles } from './oracle/published-files.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

/**
 * Extensions that no test server has. A type is made under the name of each, of the extension's name
 * too, whose values are bytes: what is put in is what the type's send function would send.
 */
function extensionTypes(extension: string, types: readonly string[]): string {
  const made = types.map(
    (type) => `
      create type ext.${type};
      create function ext.${type}_in(cstring) returns ext.${type}
        language internal immutable strict as 'byteain';
      create function ext.${type}_out(ext.${type}) returns cstring
        language internal immutable strict as 'byteaout';
      create function ext.${type}_send(ext.${type}) returns bytea
        language internal immutable strict as 'byteasend';
      create type ext.${type} (
        input = ext.${type}_in, output = ext.${type}_out, send = ext.${type}_send,
        internallength = variable, storage = extended
      );
      alter extension ${extension} add type ext.${type};`,
  )
  return `
    insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
    select max(oid::int8)::int8 + 1, '${extension}', 10, 'ext'::regnamespace, true, '1.0' from pg_extension;
    ${made.join('\n')}`
}

const SCHEMA = `
set allow_system_table_mods = on;
create schema ext;
${extensionTypes('vector', ['vector', 'halfvec', 'sparsevec'])}
${extensionTypes('postgis', ['geometry', 'geography'])}
create type public.vector as enum ('a', 'b');
create domain public.halfvec as int4;
create table public.geometry (id int primary key);
create type public.geography as range (subtype = int4);
create extension citext;
create extension ltree;
`

/** The vectors [1, -2.5] and [0.5], and the same as halfvec. */
const VECTOR = String.raw`\x000200003f800000c0200000`
const HALFVEC = String.raw`\x000200003c00c100`
/** SRID=4326;POINT(1 2), and its WKB. */
const POINT = String.raw`\x0101000020e6100000000000000000f03f0000000000000040`
const POINT_WKB = '0101000000000000000000f03f0000000000000040'

let database: TestDatabase
let postgres: Postgres
let scratch: ScratchWorkspace
let folder: string
let duckdb: DuckDb

beforeAll(async () => {
  database = await createTestDatabase()
  postgres = await Postgres.connect(database.url)
  duckdb = await DuckDb.open()
  scratch = await ScratchWorkspace.create()
  folder = await mkdtemp(join(tmpdir(), 'extension-types-'))
  await postgres.execute(SCHEMA)
  await postgres.execute(`
    create table shops (
      id int primary key, embedding ext.vector, small ext.halfvec not null, sparse ext.sparsevec,
      embeddings ext.vector[], shape ext.geometry, area ext.geography, name citext, names citext[],
      path ltree
    );
    insert into shops values
      (1, '${VECTOR}', '${HALFVEC}', '\\xff', array['${VECTOR}', null]::ext.vector[], '${POINT}',
       '${POINT}', 'MiXed', '{MiXed,NULL}', 'Top.Science'),
      (2, null, '\\x00000000', null, null, null, null, null, null, null);
    create table impostors (
      id int primary key, a public.vector, b public.halfvec, c public.geometry, d public.geography,
      e public.geography[]
    );
    insert into impostors values (1, 'b', 7, row(9), '[1,5)', '{"[1,5)",empty}');`)
  const catalog = await readCatalog(database.url, introspect)
  await createModel(scratch.workspace, catalog, 'shops')
  await createModel(scratch.workspace, catalog, 'impostors')
  await scratch.write(
    'etl.config.ts',
    `import { tasks } from './generated/tasks.ts'\nexport default { tasks }\n`,
  )
}, 120_000)
afterAll(async () => {
  duckdb[Symbol.dispose]()
  await postgres[Symbol.asyncDispose]()
  await database.drop()
  await scratch[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const SHOPS = [
  {
    id: 1,
    embedding: '[1.0, -2.5]',
    small: '[1.0, -2.5]',
    sparse: String.raw`\xff`,
    embeddings: '[[1.0, -2.5], NULL]',
    shape: POINT_WKB,
    area: POINT_WKB,
    name: 'MiXed',
    names: '[MiXed, NULL]',
    path: 'Top.Science',
  },
  {
    id: 2,
    embedding: null,
    small: '[]',
    sparse: null,
    embeddings: null,
    shape: null,
    area: null,
    name: null,
    names: null,
    path: null,
  },
]

test('scaffolds, compiles and publishes the types of extensions', async () => {
  expect(await scratch.compile()).toBe('')
  const schema = await scratch.read('generated/schema.ts')
  expect(schema).toMatch(/embedding: PgVector \| null/)
  expect(schema).toMatch(/sparse: Printed<'ext.sparsevec'> \| null/)
  const task = await scratch.read('tasks/shops.ts')
  expect(task).toContain('small: list(float32()),')
  expect(task).toContain('shape: optional(binary()),')
  await publish(['run', 'shops'])
  expect(await shops('shops')).toEqual(SHOPS)
})

test('exports them the same way', async () => {
  await publish(['export', 'public.shops'])
  expect(await shops('shops')).toEqual(SHOPS)
})

test('does not take a type of a user for one of an extension', async () => {
  const task = await scratch.read('tasks/impostors.ts')
  expect(task).toContain('b: optional(int32()),')
  expect(task).toContain('c: optional(struct({ id: optional(int32()) })),')
  await publish(['run', 'impostors'])
  const paths = await currentFiles(folder, 'impostors')
  expect(await duckdb.query(`select * from ${files(paths)}`)).toEqual([
    { id: 1, a: 'b', b: 7, c: { id: 9 }, d: '[1,5)', e: ['[1,5)', 'empty'] },
  ])
})

function shops(table: string) {
  return currentFiles(folder, table).then((paths) =>
    duckdb.query(`select id, embedding::text as embedding, small::text as small, sparse,
        embeddings::text as embeddings, lower(hex(shape)) as shape, lower(hex(area)) as area, name,
        names::text as names, path
      from ${files(paths)} order by id`),
  )
}

async function publish(words: readonly string[]): Promise<void> {
  const ended = await runEtl(
    [...words, '--target', `file:${folder}`, '--json'],
    { DATABASE_URL: database.url },
    scratch.root,
  )
  expect(taskLines(ended)).toMatchObject([{ status: 'published' }])
}
