import { epochMicros, type EpochMicros } from '../js-value.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'
import { readMicros } from './timestamp.ts'

/** Postgres `timestamp with time zone`. In a query it is compared as text (`2026-03-01 12:00:00+00`). */
export type Timestamptz = string & Flavour<'timestamptz'>

/** Gives microseconds since 1970-01-01 00:00 UTC. */
export function readTimestamptz(batch: WireBatch, position: number): EpochMicros {
  return epochMicros(readMicros(batch, position))
}
