import type { RecordSchema } from '@carmilla/transform'
import { LoadError } from './errors.ts'
import { inParallel, SINK_CALLS } from './in-parallel.ts'
import type { WrittenPart } from './part-writer.ts'
import type { RecordFormat } from './record-writer.ts'
import type { Sink } from './sink.ts'

export interface VerificationOptions {
  readonly sink: Sink
  readonly format: RecordFormat
  readonly table: string
  readonly schema: RecordSchema
  readonly parts: readonly WrittenPart[]
  /** Rows that were appended. */
  readonly rows: number
}

/**
 * Looks at every stored file anew: its size, its footer's rows and columns, and their sum.
 *
 * @throws {LoadError} `verification_failed` naming the first file that is not what was written.
 */
export async function verifyParts(options: VerificationOptions): Promise<void> {
  await inParallel(options.parts, SINK_CALLS, (part) => verifyPart(options, part))
  const rows = options.parts.reduce((sum, part) => sum + part.rows, 0)
  expectEqual(options.table, { what: 'rows in all files', expected: options.rows, got: rows })
}

async function verifyPart(options: VerificationOptions, part: WrittenPart): Promise<void> {
  const { sink, format, table, schema } = options
  const { key } = part
  const stored = await sink.stat(key)
  expectEqual(table, {
    what: 'bytes',
    key,
    expected: part.bytes,
    got: stored?.bytes ?? 'no object',
  })
  const file = await format.inspect(sink, key, part.bytes)
  expectEqual(table, { what: 'rows', key, expected: part.rows, got: file.rows })
  const expected = schema.map((field) => field.name).join(', ')
  expectEqual(table, { what: 'columns', key, expected, got: file.columns.join(', ') })
}

interface Comparison {
  readonly what: string
  readonly key?: string
  readonly expected: string | number
  readonly got: string | number
}

function expectEqual(table: string, { what, key, expected, got }: Comparison): void {
  if (expected === got) return
  const where = key === undefined ? '' : ` \`${key}\``
  throw new LoadError(
    'verification_failed',
    `table \`${table}\`${where}: expected ${expected} ${what}, got ${got}; nothing was published`,
    { context: { table, expected, got, ...(key === undefined ? {} : { key }) } },
  )
}
