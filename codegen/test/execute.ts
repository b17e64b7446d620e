import { Client } from 'pg'

/** Runs statements, as one query. */
export async function execute(url: string, sql: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
