import { parseArgs } from 'node:util'
import type { PersonalPolicy } from '@carmilla/transform'
import { introspect, type Catalog } from './catalog/catalog.ts'
import { readCatalog } from './catalog/connection.ts'
import { findDifferences } from './check/check.ts'
import { createModel } from './create-model.ts'
import { CodegenError } from './errors.ts'
import { generate } from './generate.ts'
import { goneClasses, proposals, renderProposals } from './personal/classified-catalog.ts'
import { readPersonalData } from './personal/personal-data.ts'
import { openWorkspace } from './workspace.ts'

const USAGE = `usage:
  codegen generate [--check]      write generated/ from the database, or say what has changed
  codegen create-model <table>    write tasks/<table>.ts and register it

options:
  --database-url <url>   the source database; DATABASE_URL by default
  --workspace <folder>   where generated/ and tasks/ are; this workspace by default`

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof CodegenError)) throw error
  console.error(`${error.code}: ${error.message}`)
  process.exitCode = error.code === 'invalid_arguments' ? 2 : 1
}

/** Runs one verb and returns the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv)
  const [verb, table, ...others] = positionals
  const workspace = openWorkspace(values.workspace)
  if (values.help === true) {
    console.log(USAGE)
    return 0
  }
  if (verb === 'generate' && table === undefined) {
    const catalog = await readSource(values['database-url'])
    for (const { schema, name } of catalog.leftOut) {
      console.error(
        `left out: table ${JSON.stringify(name)} of schema ${schema}; a query cannot name it`,
      )
    }
    return values.check === true ? check(catalog) : write(catalog)
  }
  if (verb === 'create-model' && table !== undefined && others.length === 0 && !values.check) {
    return create(await readSource(values['database-url']), table)
  }
  throw new CodegenError(
    'invalid_arguments',
    `${argv.join(' ') || 'no verb'}: not understood\n${USAGE}`,
  )

  async function check(catalog: Catalog): Promise<number> {
    const differences = await findDifferences(workspace, catalog)
    for (const difference of differences) console.log(difference)
    await tellUnclassified(catalog, ['warn'])
    if (differences.length > 0) return 1
    console.log('generated/ is up to date')
    return 0
  }

  async function write(catalog: Catalog): Promise<number> {
    const isNew = (await readPersonalData(workspace)) === undefined
    const written = await generate(workspace, catalog)
    if (isNew) console.log('wrote personal-data.ts; look through it, and commit it')
    for (const name of written) console.log(`wrote generated/${name}`)
    if (written.length === 0) console.log('generated/ is up to date')
    await tellUnclassified(catalog, ['required', 'warn'])
    const data = await readPersonalData(workspace)
    const gone = data === undefined ? [] : goneClasses(catalog, data)
    for (const sentence of gone) console.error(sentence)
    return gone.length === 0 ? 0 : 1
  }

  /** Prints lines that can be pasted, for columns that look personal and are not classified. */
  async function tellUnclassified(
    catalog: Catalog,
    policies: readonly PersonalPolicy[],
  ): Promise<void> {
    const data = await readPersonalData(workspace)
    if (data === undefined || !policies.includes(data.policy)) return
    const found = proposals(catalog, data)
    if (found.length === 0) return
    const look = found.length === 1 ? '1 column looks' : `${found.length} columns look`
    console.error(
      `${look} personal and not classified; add to personal-data.ts, with 'none' for what is not:`,
    )
    console.error(renderProposals(found).trimEnd())
  }

  async function create(catalog: Catalog, tableName: string): Promise<number> {
    const { taskName, columns, leftOut } = await createModel(workspace, catalog, tableName)
    const without =
      leftOut.length === 0 ? '' : `, without ${leftOut.join(', ')}, which look personal`
    console.log(`wrote tasks/${taskName}.ts (${columns} columns${without}) and registered it`)
    console.log(`next: edit tasks/${taskName}.ts, then pnpm etl run ${taskName} --target file:out`)
    return 0
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        check: { type: 'boolean' },
        'database-url': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        workspace: { type: 'string' },
      },
    })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CodegenError('invalid_arguments', `${reason}\n${USAGE}`, { cause })
  }
}

async function readSource(databaseUrl: string | undefined): Promise<Catalog> {
  const url = databaseUrl ?? process.env['DATABASE_URL']
  if (url === undefined || url === '') {
    throw new CodegenError(
      'invalid_arguments',
      'no database: set DATABASE_URL or give --database-url',
    )
  }
  return readCatalog(url, introspect)
}
