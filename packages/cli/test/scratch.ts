import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type DatabaseTemplate } from '@carmilla/test'
import { Client } from 'pg'
import { etl, type Ended, type Running, startEtl } from './etl-process.ts'

const SCHEMA = readFileSync(new URL('fixtures/schema.sql', import.meta.url), 'utf8')

const template: DatabaseTemplate = {
  name: 'cli',
  build: (url) => runSql(url, SCHEMA).then(() => undefined),
}

/** A database and a folder to publish to, both of one test. */
export interface Scratch extends AsyncDisposable {
  readonly url: string
  /** Absolute; not made before something is published. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  etl(...words: string[]): Promise<Ended>
  start(...words: string[]): Running
  sql(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** Everything in the folder, as paths below it. */
  files(): Promise<readonly string[]>
}

export async function openScratch(): Promise<Scratch> {
  const database = await createTestDatabase({ template })
  const parent = await mkdtemp(join(tmpdir(), 'etl-'))
  const folder = join(parent, 'out')
  const env = { DATABASE_URL: database.url, CARMILLA_TARGET: `file:${folder}` }
  return {
    url: database.url,
    folder,
    env,
    etl: (...words) => etl(words, { env }),
    start: (...words) => startEtl(words, { env }),
    sql: (text) => runSql(database.url, text),
    files: () => filesBelow(folder),
    [Symbol.asyncDispose]: async () => {
      await rm(parent, { recursive: true })
      await database.drop()
    },
  }
}

async function runSql(
  url: string,
  text: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()
}
