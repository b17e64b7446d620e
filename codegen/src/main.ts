import { parseArgs } from 'node:util'
import { introspect } from './catalog/catalog.ts'
import { readCatalog } from './catalog/connection.ts'
import { CodegenError } from './errors.ts'
import { generate } from './generate.ts'
import { openWorkspace } from './workspace.ts'

const { values } = parseArgs({ options: { 'database-url': { type: 'string' } }, allowPositionals: true })
const url = values['database-url'] ?? process.env['DATABASE_URL'] ?? ''
const catalog = await readCatalog(url, introspect)
console.log(await generate(openWorkspace(), catalog), CodegenError.name)
