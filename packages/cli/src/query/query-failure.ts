import { CliError } from '../errors.ts'
import { hintOf, nearNames } from '../near-names.ts'
import type { PublishedViews } from './published-views.ts'

/** Puts a message of DuckDB into one line that says what to write instead. */
export function queryFailure(cause: unknown, { tables, broken }: PublishedViews): CliError {
  const message = cause instanceof Error ? cause.message : String(cause)
  const name = /Table with name "?(.+?)"? does not exist/.exec(message)?.[1]
  if (name !== undefined) {
    const damaged = broken.find(({ table }) => table === name)
    if (damaged !== undefined) {
      return new CliError('query_failed', `table '${name}' cannot be read; see \`etl doctor\``, {
        cause: damaged.error,
      })
    }
    const hint = hintOf(name, tables, `published are ${tables.join(', ')}`)
    return new CliError('unknown_table', `no table '${name}' is published${hint}`, { cause })
  }
  const column = /Referenced column "(.+?)" not found/.exec(message)?.[1]
  if (column !== undefined) {
    const candidates = [
      ...(/Candidate bindings: (.*)/.exec(message)?.[1] ?? '').matchAll(/"(.+?)"/g),
    ]
    const names = candidates.map(([, candidate = '']) => candidate)
    const near = nearNames(column, names)
    const meant = near.length > 0 ? near : names
    const hint = meant.length === 0 ? '' : `; did you mean ${meant.slice(0, 3).join(' or ')}?`
    return new CliError('query_failed', `no column '${column}'${hint}`, { cause })
  }
  return new CliError('query_failed', wordingOf(message), { cause })
}

/** `Parser Error: syntax error at or near "form"` and a picture of the place → the sentence alone. */
function wordingOf(message: string): string {
  const [first = ''] = message.split(/\n\s*\n|\nLINE \d/)
  const sentence = first
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/^Failed to [\w ]+: /, '')
    .replace(/^[A-Z][\w ]*? Error: /, '')
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
