import type { ClientBase } from 'pg'

import type { Market } from './market.ts'
import type { Schema } from './schema.ts'

/**
 * Version of the rows that the generator makes; the digest test says when it must go up. Databases
 * of another version are not taken for the same marketplace.
 */
export const DATA_VERSION = 1

/** What a database says it holds, in the comment on its schema `public`. */
export function stampOf(market: Market, schema: Schema): string {
  const digest = schema.digest.slice(0, 12)
  return `marketplace of scale ${market.scale}, seed ${market.seed} (data ${DATA_VERSION}, schema ${digest})`
}

/** The comment on schema `public`. */
export async function readStamp(client: ClientBase): Promise<string | null> {
  const result = await client.query<{ comment: string | null }>(
    `SELECT obj_description(oid, 'pg_namespace') AS comment FROM pg_namespace WHERE nspname = 'public'`,
  )
  return result.rows[0]?.comment ?? null
}

/** Sets the comment on schema `public`; it goes with the database when that becomes a template. */
export async function writeStamp(client: ClientBase, stamp: string): Promise<void> {
  await client.query(`COMMENT ON SCHEMA public IS ${client.escapeLiteral(stamp)}`)
}

/** How many tables, views and sequences of users a database holds; those of extensions do not count. */
export async function userTables(client: ClientBase): Promise<number> {
  const result = await client.query<{ tables: number }>(
    `SELECT count(*)::integer AS tables FROM pg_class
     WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
       AND relnamespace NOT IN (
         SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_' OR nspname = 'information_schema')
       AND oid NOT IN (
         SELECT objid FROM pg_depend WHERE classid = 'pg_class'::regclass AND deptype = 'e')`,
  )
  return result.rows[0]?.tables ?? 0
}

/** Drops the schemas of the marketplace with all that is in them, and makes `public` as it comes. */
export async function emptyDatabase(client: ClientBase): Promise<void> {
  await client.query(`
    DROP SCHEMA IF EXISTS reporting, audit, public CASCADE;
    CREATE SCHEMA public;
    GRANT USAGE ON SCHEMA public TO PUBLIC`)
}
