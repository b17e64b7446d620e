import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TableDescriptor } from '@carmilla/extract'
import { taskNameOf } from '@carmilla/transform'
import type { Catalog } from './catalog/catalog.ts'
import { nameInQuery } from './catalog/table-name.ts'
import { CodegenError } from './errors.ts'
import { generate } from './generate.ts'
import { classifyCautiously } from './personal/classified-catalog.ts'
import { ensurePersonalData } from './personal/personal-data.ts'
import { nearNames } from './model/near-names.ts'
import { renderTask } from './model/task-template.ts'
import { listTaskNames, readIfPresent, type Workspace } from './workspace.ts'

/**
 * Longest name of a task, in characters: its file, `.ts` included, and its folder in a target, where
 * a leading `_` takes three, have names of 255 bytes at most.
 */
const MAX_TASK_NAME = 250

/** What `create-model` wrote. */
export interface CreatedModel {
  readonly taskName: string
  /** How many columns it reads. */
  readonly columns: number
  /** Columns that it does not read, for they are personal. */
  readonly leftOut: readonly string[]
}

/**
 * Writes `tasks/<table>.ts` and refreshes `generated/`; no other file is touched. Whatever stands
 * against it is found before anything is written.
 *
 * @throws {CodegenError} unknown_table, no_readable_column, task_exists, invalid_task_name
 */
export async function createModel(
  workspace: Workspace,
  catalog: Catalog,
  tableName: string,
): Promise<CreatedModel> {
  findTable(catalog, tableName)
  const data = await ensurePersonalData(workspace, catalog)
  const table = findTable(classifyCautiously(catalog, data), tableName)
  const leftOut = table.columns.filter(({ personal }) => personal !== undefined)
  if (leftOut.length === table.columns.length) throw allPersonal(tableName)
  const taskName = taskNameOf(table)
  if (taskName.length > MAX_TASK_NAME) {
    throw new CodegenError(
      'invalid_task_name',
      `table \`${tableName}\`: its task would have a name of ${taskName.length} characters, expected at most ${MAX_TASK_NAME}; make a view of it with a shorter name`,
    )
  }
  const file = join(workspace.tasksFolder, `${taskName}.ts`)
  if ((await readIfPresent(file)) !== undefined) throw taskExists(catalog, table)
  await mkdir(workspace.tasksFolder, { recursive: true })
  await listTaskNames(workspace)

  const enums = new Map(catalog.enums.map((type) => [type.name, type.labels]))
  await writeFile(file, renderTask(table, enums), { flag: 'wx' })
  await generate(workspace, catalog)
  return {
    taskName,
    columns: table.columns.length - leftOut.length,
    leftOut: leftOut.map(({ name }) => name),
  }
}

function findTable({ tables, leftOut }: Catalog, wanted: string): TableDescriptor {
  const table = tables.find(
    (candidate) =>
      nameInQuery(candidate) === wanted || `${candidate.schema}.${candidate.name}` === wanted,
  )
  if (leftOut.some(({ schema, name }) => name === wanted || `${schema}.${name}` === wanted)) {
    throw new CodegenError(
      'unknown_table',
      `table \`${wanted}\`: a query cannot name it, for a dot, " as " or an outer blank in its name; make a view of it`,
    )
  }
  if (table === undefined) {
    const near = nearNames(wanted, tables)
    const hint =
      near.length > 0
        ? `did you mean ${near.map((name) => `\`${name}\``).join(', ')}?`
        : `the database has ${tables.length} tables that this role may read`
    throw new CodegenError('unknown_table', `table \`${wanted}\`: not in the database; ${hint}`)
  }
  if (table.columns.length === 0) {
    throw new CodegenError(
      'no_readable_column',
      `table \`${wanted}\`: no column that this role may read; grant select on it, or add one`,
    )
  }
  return table
}

function allPersonal(wanted: string): CodegenError {
  return new CodegenError(
    'no_readable_column',
    `table \`${wanted}\`: every column is personal; write its task by hand, or classify them in personal-data.ts`,
  )
}

function taskExists({ tables }: Catalog, table: TableDescriptor): CodegenError {
  const taskName = taskNameOf(table)
  const others = tables
    .filter((other) => other !== table && taskNameOf(other) === taskName)
    .map((other) => `\`${nameInQuery(other)}\``)
  const collision =
    others.length === 0 ? '' : ` (table ${others.join(', ')} has the same task name)`
  return new CodegenError(
    'task_exists',
    `tasks/${taskName}.ts: exists already${collision}; nothing was changed; edit it, or remove it first`,
  )
}
