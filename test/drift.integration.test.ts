import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DRIFTS, HARMLESS } from './drift-changes.ts'
import { createTestDatabase, type DatabaseTemplate } from './support/index.ts'

/**
 * The database changes; code generation runs; the compiler says which tasks are wrong, and where.
 *
 * Each case changes a database of its own, generates into a copy of `generated/` and `tasks/`, and
 * compiles that. A fault is the line of the task at which the compiler stops, and what it says.
 */
const ROOT = resolve(import.meta.dirname, '..')
const MARKETPLACE: DatabaseTemplate = {
  name: 'marketplace_schema',
  build: async (url) => runSql(url, await readFile(join(ROOT, 'marketplace/schema.sql'), 'utf8')),
}
const run = promisify(execFile)

let workspace: string
const score = { caught: 0, falseAlarms: 0 }

beforeAll(async () => {
  workspace = await copyWorkspace()
})

afterAll(async () => {
  await rm(workspace, { recursive: true, force: true })
  const harmless = Object.keys(HARMLESS).length
  console.log(
    `drift: caught ${score.caught} of ${DRIFTS.length}, false alarms ${score.falseAlarms} (${harmless} harmless changes)`,
  )
})

test.for(DRIFTS)('$change', async ({ sql, faults }) => {
  const found = await compileAfter([sql])
  const wrong = new Set(faults.map(([task]) => task))
  const named = new Set(found.map(({ task }) => task))
  if ([...wrong].every((task) => named.has(task))) score.caught++
  score.falseAlarms += found.filter(({ task }) => !wrong.has(task)).length
  // Read as the faults should be written down, so that a difference shows both.
  const said = found.map(({ task, line, message }, index) => {
    const sentence = faults[index]?.[2]
    return [task, line, sentence !== undefined && message.includes(sentence) ? sentence : message]
  })
  expect(said).toEqual(faults)
})

test('compiles before any change', async () => {
  expect(await compileAfter([])).toEqual([])
})

test('compiles after harmless changes', async () => {
  const found = await compileAfter(Object.values(HARMLESS))
  score.falseAlarms += found.length
  expect(found).toEqual([])
})

/** Makes changes to a database, generates from it, and compiles. */
async function compileAfter(changes: readonly string[]): Promise<readonly CompilerError[]> {
  await using database = await createTestDatabase({ template: MARKETPLACE })
  await runSql(database.url, changes.join(';'))
  const main = join(ROOT, 'codegen/src/main.ts')
  const options = ['--workspace', workspace, '--database-url', database.url]
  await run(process.execPath, ['--conditions=source', main, 'generate', ...options])
  return compile()
}

/** A copy of what code generation reads and writes, beside the packages that it imports. */
async function copyWorkspace(): Promise<string> {
  await mkdir(join(ROOT, '.local'), { recursive: true })
  const folder = await mkdtemp(join(ROOT, '.local/drift-'))
  for (const part of ['generated', 'tasks']) {
    await cp(join(ROOT, part), join(folder, part), {
      recursive: true,
      filter: (path) => !/node_modules|dist/.test(path.slice(ROOT.length)),
    })
    await symlink(join(ROOT, part, 'node_modules'), join(folder, part, 'node_modules'))
  }
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(ROOT, 'generated/tsconfig.json'),
      compilerOptions: { rootDir: ROOT, composite: false, declarationMap: false, noEmit: true },
      include: ['generated/*.ts', 'tasks/*.ts'],
      exclude: [],
      references: [],
    }),
  )
  return folder
}

interface CompilerError {
  readonly task: string
  readonly line: string
  readonly message: string
}

/** What the compiler says of the copied workspace; an error outside of `tasks/` has its path as its task. */
async function compile(): Promise<readonly CompilerError[]> {
  const errors: CompilerError[] = []
  let last: { task: string; line: string; message: string } | undefined
  for (const text of (await compilerOutput()).split('\n')) {
    const [, path, line, message] = /^(.+)\((\d+),\d+\): (error .+)$/.exec(text) ?? []
    if (path === undefined) {
      if (last !== undefined) last.message += text
      continue
    }
    const source = await readFile(join(workspace, path), 'utf8')
    last = {
      task: path.replace(/^tasks\/(\w+)\.ts$/, '$1'),
      line: source.split('\n')[Number(line) - 1]?.trim() ?? '',
      message: message ?? '',
    }
    errors.push(last)
  }
  return errors
}

async function compilerOutput(): Promise<string> {
  try {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    return (await run(process.execPath, [tsc, '--pretty', 'false'], { cwd: workspace })).stdout
  } catch (error) {
    if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string') {
      return error.stdout
    }
    throw error
  }
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
