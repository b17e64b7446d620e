import { parseArgs } from 'node:util'
import { introspect, type Catalog } from './catalog/catalog.ts'
import { readCatalog } from './catalog/connection.ts'
import { findDifferences } from './check/check.ts'
import { createModel } from './create-model.ts'
import { CodegenError } from './errors.ts'
import { generate } from './generate.ts'
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
    if (differences.length > 0) return 1
    console.log('generated/ is up to date')
    return 0
  }

  async function write(catalog: Catalog): Promise<number> {
    const written = await generate(workspace, catalog)
    for (const name of written) console.log(`wrote generated/${name}`)
    if (written.length === 0) console.log('generated/ is up to date')
    return 0
  }

  async function create(catalog: Catalog, tableName: string): Promise<number> {
    const { taskName, table: created } = await createModel(workspace, catalog, tableName)
    console.log(`wrote tasks/${taskName}.ts (${created.columns.length} columns) and registered it`)
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
