import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundles } from '../../../rolldown.config.ts'
import { FIXTURES, jsonLines } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

const LIST_MODULES = new URL('list-modules.ts', import.meta.url).href
const SOURCE_MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const PACKAGES = fileURLToPath(new URL('../..', import.meta.url))

/** What only some calls need, and what it costs each that loads it. */
const HEAVY =
  /string-width|log-update|snappy|parquetjs@|@duckdb|codegen|typescript@|oxc|node:tls|node:http|undici/

let scratch: Scratch
/** A folder as a user has it: a configuration, and built packages in `node_modules`. */
let project: string

beforeAll(async () => {
  scratch = await openScratch()
  await scratch.sql(`
    create table measured (id int primary key, label text not null);
    insert into measured select n, 'label ' || n from generate_series(1, 50000) n;
    analyze measured`)
  project = await mkdtemp(join(tmpdir(), 'etl-built-'))
  const modules = join(project, 'node_modules')
  const packageOf = (name: string): string => join(modules, '@carmilla', name)
  await build(bundles((name) => join(packageOf(name), 'dist')))
  for (const name of ['extract', 'transform', 'load', 'cli']) {
    await cp(join(PACKAGES, name, 'package.json'), join(packageOf(name), 'package.json'))
  }
  // What is left outside of the files of the packages, and is loaded when it is asked for.
  await symlink(join(PACKAGES, 'cli/node_modules/string-width'), join(modules, 'string-width'))
  await symlink(join(PACKAGES, 'load/node_modules/snappy'), join(modules, 'snappy'))
  await mkdir(join(project, 'tasks'))
  await writeFile(join(project, 'package.json'), '{ "type": "module" }')
  await writeFile(
    join(project, 'etl.config.ts'),
    `import { defineConfig } from '@carmilla/cli'
import measured from './tasks/measured.ts'

export default defineConfig({ tasks: { measured } })
`,
  )
  await writeFile(
    join(project, 'tasks/measured.ts'),
    `import { defineTask, int32, queryBuilder, text } from '@carmilla/transform'

const db = queryBuilder<{ measured: { id: number; label: string } }>()

export default defineTask({
  source: db.selectFrom('measured').select(['id', 'label']),
  record: () => ({ id: int32(), label: text() }),
})
`,
  )
})
afterAll(async () => {
  await rm(project, { recursive: true })
  await scratch[Symbol.asyncDispose]()
})

interface Call {
  readonly stdout: string
  readonly modules: readonly string[]
}

/** Runs the command to its end, and tells which modules it loaded, without those of Node.js itself. */
async function call(node: readonly string[], cwd: string): Promise<Call> {
  const list = join(project, 'modules.txt')
  await writeFile(list, '')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`--import=${LIST_MODULES}`, ...node],
    { cwd, env: { PATH: process.env['PATH'] ?? '', MODULE_LIST: list, ...scratch.env } },
  )
  const modules = (await readFile(list, 'utf8')).trimEnd().split('\n')
  return { stdout, modules }
}

const source = (...words: string[]): Promise<Call> =>
  call(['--conditions=source', SOURCE_MAIN, ...words], FIXTURES)
const built = (...words: string[]): Promise<Call> =>
  call([join(project, 'node_modules/@carmilla/cli/dist/main.js'), ...words], project)

/** The files of modules that are not of the project itself. */
function outside({ modules }: Call): readonly string[] {
  return modules.filter((url) => url.startsWith('file:') && !url.startsWith(`file://${project}/`))
}

describe('loads nothing heavy', () => {
  test.each([
    { words: ['--version'] },
    { words: ['list'] },
    { words: ['export', 'measured', '--workers', '2', '--shard-bytes', '100KB'] },
  ])('for $words', async ({ words }) => {
    const { modules } = await source(...words)
    expect(modules.length).toBeGreaterThan(1)
    expect(modules.filter((url) => HEAVY.test(url))).toEqual([])
  })

  test('but what a call asks for', async () => {
    const { modules } = await source('export', 'customers', '--codec', 'snappy')
    expect(modules.some((url) => url.includes('/snappy/'))).toBe(true)
  })
})

test('shows its name and version', async () => {
  const { version }: { readonly version: string } = JSON.parse(
    await readFile(join(PACKAGES, 'cli/package.json'), 'utf8'),
  )
  expect((await source('--version')).stdout).toBe(`etl ${version}\n`)
  expect((await built('--version')).stdout).toBe(`etl ${version}\n`)
})

describe('what is built', () => {
  test('needs no other module to list tasks', async () => {
    const listed = await built('list', '--json')
    expect(jsonLines(listed.stdout)).toContainEqual(
      expect.objectContaining({ task: 'measured', columns: 2 }),
    )
    expect(outside(listed)).toEqual([])
  })

  test('reads a task in threads, with the instance of transform that its file imports', async () => {
    const run = await built('run', 'measured', '--workers', '2', '--shard-bytes', '100KB', '--json')
    expect(jsonLines(run.stdout)).toMatchObject([{ status: 'published', rows: 50_000, files: 2 }])
    const read = await scratch.etl(
      'query',
      "select count(*)::int as rows, sum(id)::int as ids, count(distinct label)::int as labels from measured where label = 'label ' || id",
      '--json',
    )
    expect(jsonLines(read.stdout)).toEqual([{ rows: 50_000, ids: 1_250_025_000, labels: 50_000 }])

    const threads = 3
    const transforms = run.modules.filter((url) => url.endsWith('/transform/dist/index.js'))
    expect(new Set(transforms).size).toBe(1)
    expect(transforms).toHaveLength(threads)
    expect(outside(run)).toEqual([])
  })

  test('finds what is left outside', async () => {
    await scratch.sql("insert into customers values (4711, '宽字符', null)")
    const { modules } = await built('export', 'customers', '--codec', 'snappy')
    expect(modules.some((url) => url.includes('/snappy/'))).toBe(true)
    const read = await scratch.etl('query', 'select name from customers where id = 4711', '--json')
    expect(jsonLines(read.stdout)).toEqual([{ name: '宽字符' }])
  })
})
