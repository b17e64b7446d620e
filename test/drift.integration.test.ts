import { cp, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createModel,
  findDifferences,
  generate,
  introspect,
  readCatalog,
} from '../codegen/src/index.ts'
import type { Catalog } from '../codegen/src/index.ts'
import { execute } from '../codegen/test/execute.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import type { Change, Fault } from './drift/change.ts'
import { ROUNDS } from './drift/rounds.ts'
import { SCRATCH_TASKS } from './drift/scratch-tasks.ts'
import { revealTasks } from './revealed-tasks.ts'
import { createTestDatabase, type DatabaseTemplate } from './support/index.ts'

/**
 * The database changes; `codegen generate --check` says what has; code generation runs; the compiler
 * says which tasks are wrong, and where.
 *
 * The workspace has the tasks of the project, a scaffold of every other table and view, and tasks
 * that do what those do not. A fault is the line of a task at which the compiler stops, and what it
 * says. Whatever no change of a round accounts for is a false alarm.
 */
const ROOT = resolve(import.meta.dirname, '..')
const MARKETPLACE: DatabaseTemplate = {
  name: 'marketplace_schema',
  build: async (url) => execute(url, await readFile(join(ROOT, 'marketplace/schema.sql'), 'utf8')),
}

/** What was said after the changes of a round. */
interface Said {
  readonly differences: readonly string[]
  readonly errors: readonly CompilerError[]
}

let scratch: ScratchWorkspace
let unchanged: Catalog
const score = { breaking: 0, caught: 0, falseAlarms: 0, told: 0, silent: 0 }

beforeAll(async () => {
  await using database = await createTestDatabase({ template: MARKETPLACE })
  unchanged = await readCatalog(database.url, introspect)
  scratch = await createWorkspace(unchanged)
})
afterAll(async () => {
  await scratch[Symbol.asyncDispose]()
  const { breaking, caught, falseAlarms, told, silent } = score
  console.log(
    `drift: caught ${caught} of ${breaking}, false alarms ${falseAlarms}` +
      ` (beside ${told} changes that only --check tells, and ${silent} that nobody needs to know)`,
  )
})

test('compiles before any change, and finds no difference', async () => {
  expect(await sayAfter([])).toEqual({ differences: [], errors: [] })
})

describe.for(ROUNDS)('$round', ({ changes }) => {
  let said: Said
  beforeAll(async () => {
    said = await sayAfter(changes.map(({ sql }) => sql))
  })

  test.for(changes)('$change', ({ faults = [], differences = [] }) => {
    const missed = faults.filter((fault) => !said.errors.some((error) => isFault(error, fault)))
    if (faults.length > 0) {
      score.breaking++
      if (missed.length === 0) score.caught++
    } else if (differences.length > 0) score.told++
    else score.silent++
    expect({ missed, said: missed.length === 0 ? [] : told(said, missed) }).toEqual({
      missed: [],
      said: [],
    })
    expect(said.differences).toEqual(expect.arrayContaining([...differences]))
  })

  test('says nothing else', () => {
    const faults = changes.flatMap((change) => change.faults ?? [])
    const falseAlarms = said.errors.filter(
      (error) => !faults.some((fault) => isFault(error, fault)),
    )
    score.falseAlarms += falseAlarms.length
    expect(falseAlarms).toEqual([])
    expect(said.differences.toSorted()).toEqual(changes.flatMap(differencesOf).toSorted())
  })
})

function differencesOf({ differences = [] }: Change): readonly string[] {
  return differences
}

function isFault(error: CompilerError, [task, line, sentence]: Fault): boolean {
  return error.task === task && error.line === line && error.message.includes(sentence)
}

/** For whoever reads a failure: what was said of the tasks that should have failed. */
function told({ errors }: Said, missed: readonly Fault[]): readonly CompilerError[] {
  return errors.filter((error) => missed.some(([task]) => task === error.task))
}

/** Makes changes to a database, compares, generates from it, and compiles. */
async function sayAfter(changes: readonly string[]): Promise<Said> {
  await using database = await createTestDatabase({ template: MARKETPLACE })
  await execute(database.url, changes.join(';\n'))
  const catalog = await readCatalog(database.url, introspect)
  await generate(scratch.workspace, unchanged)
  const differences = await findDifferences(scratch.workspace, catalog)
  await generate(scratch.workspace, catalog)
  return { differences, errors: await compile() }
}

async function createWorkspace(catalog: Catalog): Promise<ScratchWorkspace> {
  const created = await ScratchWorkspace.create()
  const own = ['currencies', 'events', 'orders', 'purchase_orders']
  for (const name of own) {
    await cp(join(ROOT, `tasks/${name}.ts`), join(created.root, `tasks/${name}.ts`))
  }
  const tables = new Map<string, string>()
  for (const { schema, name } of catalog.tables) {
    if (schema === 'public' && own.includes(name)) continue
    const table = `${schema}.${name}`
    const { taskName } = await createModel(created.workspace, catalog, table)
    tables.set(taskName, table)
  }
  await revealTasks(created, catalog, tables)
  for (const [name, text] of Object.entries(SCRATCH_TASKS)) {
    await created.write(`tasks/${name}.ts`, text)
  }
  return created
}

interface CompilerError {
  readonly task: string
  readonly line: string
  readonly message: string
}

/** What the compiler says; an error outside of `tasks/` has its path as its task. */
async function compile(): Promise<readonly CompilerError[]> {
  const errors: CompilerError[] = []
  let last: { task: string; line: string; message: string } | undefined
  for (const text of (await scratch.compilerErrors()).split('\n')) {
    const [, path, line, message] = /^(.+)\((\d+),\d+\): (error .+)$/.exec(text) ?? []
    if (path === undefined) {
      if (last !== undefined) last.message += text
      continue
    }
    const source = (await scratch.read(path)).split('\n')
    last = {
      task: path.replace(/^tasks\/(\w+)\.ts$/, '$1'),
      line: source[Number(line) - 1]?.trim() ?? '',
      message: message ?? '',
    }
    errors.push(last)
  }
  return errors
}
