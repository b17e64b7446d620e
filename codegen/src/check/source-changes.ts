import { join } from 'node:path'
import type { SourceType, TableDescriptor } from '@carmilla/extract'
import type { Catalog } from '../catalog/catalog.ts'
import { withoutClasses } from '../personal/classified-catalog.ts'
import { readIfPresent, type Workspace } from '../workspace.ts'
import { enumChanges } from './enum-changes.ts'
import { readGeneratedTables } from './generated-tables.ts'
import { changesOfTables } from './table-changes.ts'

/**
 * The catalog that `generated/` was written from, as the database had it: what `personal-data.ts` added
 * is left out. `undefined` where there is none, or its file is
 * not as codegen writes it.
 */
export async function generatedCatalog(workspace: Workspace): Promise<Catalog | undefined> {
  const path = join(workspace.generatedFolder, 'tables.ts')
  const text = await readIfPresent(path)
  const generated = text === undefined ? undefined : await readGeneratedTables(path, text)
  return generated && withoutClasses(generated)
}

/** Says what has become of some tables of `before`, and of the enums that they use. */
export function sourceChanges(
  tables: readonly TableDescriptor[],
  before: Catalog,
  after: Catalog,
): readonly string[] {
  const used = new Set(
    tables.flatMap(({ columns }) => columns.flatMap(({ type }) => enumsIn(type))),
  )
  const isUsed = ({ name }: { readonly name: string }): boolean => used.has(name)
  return [
    ...changesOfTables(tables, before.tables, after.tables),
    ...enumChanges(before.enums.filter(isUsed), after.enums.filter(isUsed)),
  ]
}

function enumsIn(type: SourceType): readonly string[] {
  switch (type.kind) {
    case 'enum':
      return [type.name]
    case 'array':
      return enumsIn(type.element)
    case 'composite':
      return type.fields.flatMap((field) => enumsIn(field.type))
    default:
      return []
  }
}
