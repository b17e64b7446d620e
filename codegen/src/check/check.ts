import { join } from 'node:path'
import type { Catalog } from '../catalog/catalog.ts'
import { classifyCatalog, personalFaults } from '../personal/classified-catalog.ts'
import { readPersonalData } from '../personal/personal-data.ts'
import { renderDb } from '../render/db.ts'
import { renderSchema } from '../render/schema.ts'
import { renderTasks } from '../render/tasks.ts'
import { listTaskNames, readIfPresent, type Workspace } from '../workspace.ts'
import { enumChanges } from './enum-changes.ts'
import { readGeneratedTables } from './generated-tables.ts'
import { registeredTasks, registryChanges } from './registry-changes.ts'
import { tableChanges } from './table-changes.ts'

/**
 * Compares `generated/` with the database and with `tasks/`.
 *
 * @returns one sentence per difference; none when `make codegen` would change nothing
 */
export async function findDifferences(
  workspace: Workspace,
  catalog: Catalog,
): Promise<readonly string[]> {
  const tablesFile = join(workspace.generatedFolder, 'tables.ts')
  const [schema, db, tables, registry] = await Promise.all(
    ['schema.ts', 'db.ts', 'tables.ts', 'tasks.ts'].map((name) =>
      readIfPresent(join(workspace.generatedFolder, name)),
    ),
  )
  const before = tables === undefined ? undefined : await readGeneratedTables(tablesFile, tables)
  const registered = registeredTasks(registry ?? '')
  const data = await readPersonalData(workspace)
  const now = classifyCatalog(catalog, data)

  return [
    ...(before === undefined
      ? []
      : [...tableChanges(before.tables, now.tables), ...enumChanges(before.enums, now.enums)]),
    ...(registry === undefined ? [] : registryChanges(registered, await listTaskNames(workspace))),
    // What a file should say is told from the file beside it, not from the database: an edit by
    // hand is then named as such, also when the database has changed as well.
    ...fileState('schema.ts', schema, renderSchema(before ?? now)),
    ...fileState('db.ts', db, renderDb(before ?? now)),
    ...fileState('tables.ts', tables, before ? tables : undefined),
    ...fileState('tasks.ts', registry, renderTasks(registered)),
    ...personalFaults(catalog, data),
  ]
}

function fileState(
  name: string,
  text: string | undefined,
  expected: string | undefined,
): readonly string[] {
  if (text === undefined) return [`generated/${name}: missing; run make codegen`]
  if (text === expected) return []
  return [
    `generated/${name}: not as make codegen writes it (edited by hand, or by another version); run make codegen`,
  ]
}
