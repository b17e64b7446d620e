import type { Flavour } from './flavour.ts'

/** Postgres `bytea`. */
export type Bytea = Uint8Array & Flavour<'bytea'>
