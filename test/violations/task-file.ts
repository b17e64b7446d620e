/** What tasks use of `@carmilla/transform`. */
const FUNCTIONS = [
  'binary',
  'bool',
  'date',
  'decimal',
  'decimalOf',
  'divide',
  'int32',
  'int64',
  'internal',
  'list',
  'localMicros',
  'lookup',
  'optional',
  'struct',
  'text',
  'timestampMicros',
  'timestamptzMicros',
]
/** And of `@carmilla/extract`. */
const TYPES = ['Numeric', 'Timestamp']

/** Fails for one order. */
const FAILING = `
function failing(id: bigint): bigint {
  if (id === 18271n) throw new Error('no luck')
  return id
}
`

/** The file of a task with this definition: what it uses is imported. */
export function taskFile(definition: string): string {
  const uses = (name: string): boolean => new RegExp(`\\b${name}\\(`).test(definition)
  const functions = FUNCTIONS.filter(uses)
  const types = TYPES.filter((name) => definition.includes(`<${name}`))
  return [
    `import { ${['defineTask', ...functions].join(', ')} } from '@carmilla/transform'`,
    types.length === 0 ? '' : `import type { ${types.join(', ')} } from '@carmilla/extract'`,
    definition.includes('sql<') ? `import { sql } from 'kysely'` : '',
    `import { db } from '../generated/db.ts'`,
    uses('failing') ? FAILING : '',
    `export default defineTask(${definition})`,
    '',
  ].join('\n')
}
