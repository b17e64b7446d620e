import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Catalog } from './catalog/catalog.ts'
import { classifyCatalog } from './personal/classified-catalog.ts'
import { ensurePersonalData } from './personal/personal-data.ts'
import { renderDb } from './render/db.ts'
import { renderSchema } from './render/schema.ts'
import { renderTables } from './render/tables.ts'
import { renderTasks } from './render/tasks.ts'
import { listTaskNames, readIfPresent, type Workspace } from './workspace.ts'

/** A file of `generated/` and its text. */
export interface GeneratedFile {
  readonly name: string
  readonly text: string
}

/** Renders every file of `generated/`. The same catalog and tasks give the same bytes. */
export async function renderGenerated(
  workspace: Workspace,
  catalog: Catalog,
): Promise<readonly GeneratedFile[]> {
  return [
    { name: 'schema.ts', text: renderSchema(catalog) },
    { name: 'db.ts', text: renderDb(catalog) },
    { name: 'tables.ts', text: renderTables(catalog) },
    { name: 'tasks.ts', text: renderTasks(await listTaskNames(workspace)) },
  ]
}

/**
 * Writes what has changed in `generated/` and returns the names of those files. Where there is no
 * `personal-data.ts`, it writes a first one, with what looks personal.
 *
 * @throws {CodegenError} invalid_personal_data, invalid_task_name
 */
export async function generate(workspace: Workspace, catalog: Catalog): Promise<readonly string[]> {
  const data = await ensurePersonalData(workspace, catalog)
  const files = await renderGenerated(workspace, classifyCatalog(catalog, data))
  const written: string[] = []
  await mkdir(workspace.generatedFolder, { recursive: true })
  for (const { name, text } of files) {
    const path = join(workspace.generatedFolder, name)
    if ((await readIfPresent(path)) === text) continue
    await writeAtomically(path, text)
    written.push(name)
  }
  return written
}

async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    await writeFile(temporary, text)
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}
