import { readFile } from 'node:fs/promises'
import { type Catalog, generate, openWorkspace } from '../codegen/src/index.ts'
import type { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'

/**
 * Classifies the columns of a workspace as the marketplace's are, and reveals them in its tasks. The
 * tasks were scaffolded while nothing was classified, so that they read every column.
 *
 * @param tables tables by the names of the tasks that read them.
 */
export async function revealTasks(
  scratch: ScratchWorkspace,
  catalog: Catalog,
  tables: ReadonlyMap<string, string>,
): Promise<void> {
  await classifyAsMarketplace(scratch)
  await generate(scratch.workspace, catalog)
  const personal = await personalColumns(scratch)
  for (const [task, table] of tables) {
    const columns = personal.get(table) ?? []
    if (columns.length === 0) continue
    const path = `tasks/${task}.ts`
    let text = await scratch.read(path)
    for (const column of columns) {
      const line = new RegExp(`^(    ${column}: )(.*),$`, 'm')
      if (!line.test(text)) throw new Error(`${path} has no column ${column}`)
      text = text.replace(line, `$1reveal($2, 'every value is compared'),`)
    }
    await scratch.write(path, `import { reveal } from '@carmilla/transform'\n${text}`)
  }
}

/** Gives a workspace the `personal-data.ts` of this repository. */
export async function classifyAsMarketplace(scratch: ScratchWorkspace): Promise<void> {
  const { personalDataFile } = openWorkspace()
  await scratch.write('personal-data.ts', await readFile(personalDataFile, 'utf8'))
}

/** Personal columns by table, as `generated/tables.ts` of a workspace has them. */
async function personalColumns(
  scratch: ScratchWorkspace,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { tables }: typeof import('../generated/tables.ts') = await import(
    `${scratch.root}/generated/tables.ts`
  )
  return new Map(
    tables.map(({ schema, name, columns }) => [
      `${schema}.${name}`,
      columns.filter(({ personal }) => personal !== undefined).map((column) => column.name),
    ]),
  )
}
