import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/index.ts'
import { execute } from './execute.ts'
import { ScratchWorkspace } from './scratch-workspace.ts'

const SCHEMA = `
  create domain email_address as varchar(254);
  create table people (
    id int primary key,
    first_name text not null,
    login email_address,
    born date,
    last_seen_from inet,
    is_patient bool,
    what text,
    rank int
  );
  comment on column people.what is 'Personal data: what the person said about health';
  insert into people (id, first_name) values (1, 'Ada');
  create table wares (id int primary key, name text, created_at timestamp);
  create table keys (email text primary key)`

const FIRST = `import { classify } from '@carmilla/transform'
import type { DB } from './generated/schema.ts'

/**
 * Which columns hold personal data. \`make codegen\` wrote this once, with what looks personal, and does
 * not touch it again; what it finds later, it prints. \`none\` is for what was looked at and is not.
 */
export default classify<DB>({
  policy: 'required',
  columns: {
    keys: {
      email: 'email',
    },
    people: {
      first_name: 'name',
      login: 'online id',
      born: 'birth',
      last_seen_from: 'ip address',
      what: 'health',
    },
  },
})
`

let database: TestDatabase
let scratch: ScratchWorkspace
beforeAll(async () => {
  database = await createTestDatabase()
  await execute(database.url, SCHEMA)
})
afterAll(() => database.drop())
beforeEach(async () => {
  scratch = await ScratchWorkspace.create()
})
afterEach(() => scratch[Symbol.asyncDispose]())

test('writes a first classification, protects what is in it, and finds nothing to say', async () => {
  await scratch.remove('personal-data.ts')
  const checked = await scratch.codegen(database.url, 'generate', '--check')
  expect(checked.status).toBe(1)
  expect(checked.stdout).toContain(
    'personal-data.ts: missing; run make codegen, which writes a first one\n',
  )
  const generated = await scratch.codegen(database.url, 'generate')
  expect(generated).toMatchObject({ status: 0, stderr: '' })
  expect(generated.stdout).toContain('wrote personal-data.ts; look through it, and commit it\n')
  expect(await scratch.read('personal-data.ts')).toBe(FIRST)

  const schema = await scratch.read('generated/schema.ts')
  expect(schema).toContain("  first_name: Personal<Text, 'name'>;\n")
  expect(schema).toContain("  last_seen_from: Personal<Inet, 'ip address'> | null;\n")
  expect(schema).toContain('  rank: Int4 | null;\n')
  expect(await scratch.read('generated/tables.ts')).toContain(
    "formattedType: 'date', nullable: true, personal: 'birth' }",
  )
  expect(await scratch.read('generated/db.ts')).toContain(
    "    keys: { email: 'email' },\n    people: { first_name: 'name',",
  )
  expect(await scratch.compilerErrors()).toBe('')
  expect(await scratch.codegen(database.url, 'generate', '--check')).toEqual({
    status: 0,
    stdout: 'generated/ is up to date\n',
    stderr: '',
  })
})

test('scaffolds a task without personal columns, which compiles and says how to write them', async () => {
  await scratch.remove('personal-data.ts')
  const created = await scratch.codegen(database.url, 'create-model', 'people')
  expect(created).toMatchObject({ status: 0, stderr: '' })
  expect(created.stdout).toContain(
    'wrote tasks/people.ts (3 columns, without first_name, login, born, last_seen_from, what, which look personal) and registered it\n',
  )
  expect(await scratch.read('tasks/people.ts')).toBe(`\
import { db } from '../generated/db.ts'
import { bool, defineTask, int32, optional } from '@carmilla/transform'

export default defineTask({
  // Left out, for they are personal. To write one, select it and say in the record what becomes of it:
  //   first_name: hash(text()), (name)
  //   login: hash(optional(text())), (online id)
  //   born: generalise(optional(date()), 'year'), (birth)
  //   last_seen_from: hash(optional(text())), (ip address)
  //   what: hash(optional(text())), (health)
  source: db.selectFrom('people').select(['id', 'is_patient', 'rank']),
  record: () => ({
    id: int32(),
    is_patient: optional(bool()),
    rank: optional(int32()),
  }),
  expect: { unique: ['id'] },
})
`)
  expect(await scratch.compile()).toBe('')

  // The lines that it names do what they say.
  const text = await scratch.read('tasks/people.ts')
  const lines = [...text.matchAll(/^ {2}\/\/ {3}(\w+: .*,) \(.*\)$/gm)].map(([, line]) => line)
  expect(lines).toHaveLength(5)
  await scratch.write(
    'tasks/people.ts',
    text
      .replace(
        "'id', 'is_patient', 'rank'",
        "'id', 'is_patient', 'rank', 'first_name', 'login', 'born', 'last_seen_from', 'what'",
      )
      .replace('    id: int32(),\n', `    id: int32(),\n${lines.join('\n')}\n`)
      .replace('{ bool,', '{ date, generalise, hash, text, bool,'),
  )
  expect(await scratch.compilerErrors()).toBe('')
  const refused = await scratch.codegen(database.url, 'create-model', 'keys')
  expect(refused).toMatchObject({ status: 1, stdout: '' })
  expect(refused.stderr).toContain('no_readable_column: table `keys`: every column is personal')
})

test('says what looks personal and is not classified: with lines to paste, and a check that fails', async () => {
  await classify(
    "policy: 'required'",
    "people: { first_name: 'name', login: 'none', what: 'health' }",
  )
  const generated = await scratch.codegen(database.url, 'generate')
  expect(generated.status).toBe(0)
  expect(generated.stderr).toBe(`\
3 columns look personal and not classified; add to personal-data.ts, with 'none' for what is not:
    keys: {
      email: 'email',
    },
    people: {
      born: 'birth',
      last_seen_from: 'ip address',
    },
`)
  expect(await scratch.codegen(database.url, 'generate', '--check')).toEqual({
    status: 1,
    stdout: ['keys.email (email)', 'people.born (birth)', 'people.last_seen_from (ip address)']
      .map((column) =>
        column.replace(
          /^(\S+) (.*)$/,
          "$1: looks personal $2 and is not classified; add it to personal-data.ts, as 'none' if it is not\n",
        ),
      )
      .join(''),
    stderr: '',
  })

  await classify("policy: 'warn'", "people: { first_name: 'name', login: 'none', what: 'health' }")
  const warned = await scratch.codegen(database.url, 'generate', '--check')
  expect(warned.status).toBe(0)
  expect(warned.stdout).toBe('generated/ is up to date\n')
  expect(warned.stderr).toMatch(/^3 columns look personal and not classified; /)

  await classify("policy: 'off'", "people: { first_name: 'name' }")
  const off = await scratch.codegen(database.url, 'generate', '--check')
  expect(off.status).toBe(1)
  expect(off.stdout).toBe(
    'people.first_name: no longer personal\npeople.what: no longer personal\n',
  )
  expect(await scratch.codegen(database.url, 'generate')).toMatchObject({ status: 0, stderr: '' })
  expect(await scratch.read('generated/schema.ts')).not.toContain('Personal<')
})

test('refuses what is classified and is not there, at its name and in the check', async () => {
  await classify("policy: 'warn'", "people: { first_nam: 'name' }, persons: { id: 'none' }")
  const generated = await scratch.codegen(database.url, 'generate')
  expect(generated.status).toBe(1)
  expect(generated.stderr).toContain(
    'personal-data.ts: people.first_nam: the table has no such column; drop it\n' +
      'personal-data.ts: persons: the database has no such table; drop it\n',
  )
  const checked = await scratch.codegen(database.url, 'generate', '--check')
  expect(checked.status).toBe(1)
  expect(checked.stdout).toContain('personal-data.ts: persons: the database has no such table')
  expect(await scratch.compilerErrors()).toMatch(
    /^personal-data\.ts\(\d+,\d+\): error TS2561: .*'first_nam' does not exist in type 'ColumnClasses<People>'\. Did you mean to write 'first_name'\?$/m,
  )
})

test.each([
  ["policy: 'strict'", '', 'personal-data.ts `policy`: expected required, warn, off'],
  [
    "policy: 'warn'",
    "people: { born: 'date' }",
    'personal-data.ts `people.born`: expected none or',
  ],
  ["policy: 'warn'", "people: 'all'", 'personal-data.ts `people`: expected columns by name'],
  ["policy: 'warn'", 'people: {', 'personal-data.ts cannot be loaded: '],
])(
  'names what is wrong in a file that the compiler did not see: %s, %s',
  async (policy, columns, said) => {
    await classify(policy, columns)
    const generated = await scratch.codegen(database.url, 'generate')
    expect(generated).toMatchObject({ status: 1, stdout: '' })
    expect(generated.stderr).toContain(`invalid_personal_data: ${said}`)
  },
)

async function classify(policy: string, columns: string): Promise<void> {
  await scratch.write(
    'personal-data.ts',
    `import { classify } from '@carmilla/transform'
import type { DB } from './generated/schema.ts'

export default classify<DB>({ ${policy}, columns: { ${columns} } })
`,
  )
}
