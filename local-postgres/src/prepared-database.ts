import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'

/** A database that a command fills once. */
export interface PreparedDatabase {
  readonly name: string
  /** Files or folders that the command's outcome depends on; a change in them makes it run again. */
  readonly inputs: readonly string[]
  /** Run it even when nothing changed. */
  readonly again: boolean
  /** Fills the database at `url`, which is new and empty; a failure is thrown. */
  readonly prepare: (url: string) => Promise<void>
}

/**
 * Makes sure that the database exists and was filled to the end, and gives its URL. What it was
 * filled from is recorded as a comment on the database, last of all: an unfinished one is dropped
 * and made anew, so the command never meets a half-filled database.
 */
export async function openPreparedDatabase(
  serverUrl: string,
  database: PreparedDatabase,
): Promise<string> {
  const record = `prepared from ${fingerprint(database.inputs)}`
  const url = new URL(serverUrl)
  url.pathname = `/${database.name}`
  const client = new Client(serverUrl)
  await client.connect()
  try {
    const found = await client.query<{ record: string | null }>(
      `select shobj_description(oid, 'pg_database') as record from pg_database where datname = $1`,
      [database.name],
    )
    if (!database.again && found.rows[0]?.record === record) return url.href

    const name = escapeIdentifier(database.name)
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name}`)
    await database.prepare(url.href)
    await client.query(`comment on database ${name} is ${escapeLiteral(record)}`)
    return url.href
  } finally {
    await client.end()
  }
}

function fingerprint(inputs: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of inputs.flatMap(filesBelow).toSorted()) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  }
  const enoughHexDigits = 16
  return hash.digest('hex').slice(0, enoughHexDigits)
}

/** A file itself, or all files below a folder. */
function filesBelow(input: string): string[] {
  if (statSync(input).isFile()) return [input]
  const entries = readdirSync(input, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
