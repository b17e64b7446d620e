import type { ReadNote, RecordSchema } from '@carmilla/transform'
import type { GateOutcome } from './gates.ts'
import type { WrittenPart } from './part-writer.ts'

/** Facts about where the rows came from: snapshot, server, query. Never a secret. */
export type SourceFacts = Readonly<Record<string, string | number>>

/** Everything that is known of a version when it is published; kept next to its data. */
export interface Manifest {
  readonly formatVersion: 1
  readonly table: string
  readonly runId: string
  readonly version: number
  /** The version that it replaces; `null` for the first. */
  readonly previousVersion: number | null
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly publishedAt: string
  readonly source: SourceFacts
  /** The engine that wrote the files. */
  readonly writer: string
  readonly schema: RecordSchema
  readonly partitionKeys: readonly string[]
  readonly rows: number
  readonly bytes: number
  readonly files: readonly WrittenPart[]
  /** What happened to values, by column and reason, and how often. */
  readonly notes: readonly ReadNote[]
  readonly gates: readonly GateOutcome[]
}
