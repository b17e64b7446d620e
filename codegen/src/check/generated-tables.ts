import { pathToFileURL } from 'node:url'
import { createHash } from 'node:crypto'
import type { Catalog } from '../catalog/catalog.ts'
import { renderTables } from '../render/tables.ts'

/**
 * Reads `generated/tables.ts` back. `undefined` unless it is, byte for byte, what this package
 * prints for the tables that it holds: that is the proof that it has their shape.
 */
export async function readGeneratedTables(
  path: string,
  text: string,
): Promise<Catalog | undefined> {
  try {
    const url = pathToFileURL(path)
    // A module is loaded once for each URL: the text must be part of it.
    url.search = createHash('sha256').update(text).digest('hex')
    const loaded: Pick<Catalog, 'tables' | 'enums'> = await import(url.href)
    const catalog = { tables: loaded.tables, enums: loaded.enums, leftOut: [] }
    return renderTables(catalog) === text ? catalog : undefined
  } catch {
    return undefined
  }
}
