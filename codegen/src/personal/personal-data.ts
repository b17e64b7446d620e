import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { PERSONAL_CATEGORIES, type PersonalCategory } from '@carmilla/extract'
import { PERSONAL_POLICIES, type PersonalPolicy } from '@carmilla/transform'
import type { Catalog } from '../catalog/catalog.ts'
import { CodegenError } from '../errors.ts'
import { readIfPresent, type Workspace } from '../workspace.ts'
import { proposals, renderProposals } from './classified-catalog.ts'

/** What `personal-data.ts` says, of whatever database. */
export interface AnyPersonalData {
  readonly policy: PersonalPolicy
  readonly columns: Readonly<Record<string, Readonly<Record<string, PersonalCategory | 'none'>>>>
}

/**
 * Loads `personal-data.ts`; `undefined` where there is none.
 *
 * @throws {CodegenError} invalid_personal_data
 */
export async function readPersonalData(workspace: Workspace): Promise<AnyPersonalData | undefined> {
  const { personalDataFile } = workspace
  const text = await readIfPresent(personalDataFile)
  if (text === undefined) return undefined
  const url = pathToFileURL(personalDataFile)
  // A module is loaded once for each URL: the text must be part of it.
  url.search = createHash('sha256').update(text).digest('hex')
  return checked(await load(url))
}

/** Loads `personal-data.ts`, or writes a first one: `required`, with all that looks personal. */
export async function ensurePersonalData(
  workspace: Workspace,
  catalog: Catalog,
): Promise<AnyPersonalData> {
  const found = await readPersonalData(workspace)
  if (found !== undefined) return found
  const proposed = proposals(catalog, undefined)
  await writeFile(workspace.personalDataFile, renderPersonalData(renderProposals(proposed)), {
    flag: 'wx',
  })
  const byTable = Map.groupBy(proposed, ({ table }) => table)
  const columns = [...byTable].map(([table, ofTable]) => [
    table,
    Object.fromEntries(ofTable.map(({ column, category }) => [column, category])),
  ])
  return { policy: 'required', columns: Object.fromEntries(columns) }
}

function renderPersonalData(columns: string): string {
  return `import { classify } from '@carmilla/transform'
import type { DB } from './generated/schema.ts'

/**
 * Which columns hold personal data. \`make codegen\` wrote this once, with what looks personal, and does
 * not touch it again; what it finds later, it prints. \`none\` is for what was looked at and is not.
 */
export default classify<DB>({
  policy: 'required',
  columns: ${columns === '' ? '{}' : `{\n${columns}  }`},
})
`
}

async function load(url: URL): Promise<unknown> {
  try {
    const loaded: { readonly default?: unknown } = await import(url.href)
    return loaded.default
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw invalid(`cannot be loaded: ${reason}`, cause)
  }
}

/** Checks what the compiler would have: Node.js runs the file without asking it. */
function checked(data: unknown): AnyPersonalData {
  if (!isObject(data))
    throw invalid('has no default export; write `export default classify<DB>({ … })`')
  const policy = PERSONAL_POLICIES.find((known) => known === data['policy'])
  if (policy === undefined) {
    throw invalid(`\`policy\`: expected ${PERSONAL_POLICIES.join(', ')}`)
  }
  const { columns } = data
  if (!isObject(columns)) throw invalid('`columns`: expected tables by name')
  const tables = Object.entries(columns).map(([table, ofTable]) => {
    if (!isObject(ofTable)) throw invalid(`\`${table}\`: expected columns by name`)
    return [table, categoriesOf(table, ofTable)]
  })
  return { policy, columns: Object.fromEntries(tables) }
}

function categoriesOf(
  table: string,
  columns: Readonly<Record<string, unknown>>,
): Readonly<Record<string, PersonalCategory | 'none'>> {
  const categories = Object.entries(columns).map(([column, category]) => {
    const known = [...PERSONAL_CATEGORIES, 'none' as const].find((name) => name === category)
    if (known === undefined) {
      throw invalid(
        `\`${table}.${column}\`: expected none or one of ${PERSONAL_CATEGORIES.join(', ')}`,
      )
    }
    return [column, known] as const
  })
  return Object.fromEntries(categories)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function invalid(what: string, cause?: unknown): CodegenError {
  return new CodegenError('invalid_personal_data', `personal-data.ts ${what}`, { cause })
}
