import {
  type Connection,
  ExtractError,
  type ResultColumn,
  type SourceQuery,
} from '@carmilla/extract'
import { TransformError } from './errors.ts'
import { CODEGEN_HINT } from './match-record.ts'

/** SQLSTATEs of a query that names what does not exist: a column, a table, a schema. */
const NOT_THERE: ReadonlySet<unknown> = new Set(['42703', '42P01', '3F000'])

/**
 * Describes a query of a task; what it names and the database lacks is a mismatch, not a failed query.
 *
 * @param subject - whose query it is, such as `` task `orders` ``.
 * @throws {TransformError} `record_mismatch`
 * @throws {ExtractError}
 */
export async function describeSource(
  query: SourceQuery,
  connection: Connection,
  subject: string,
): Promise<readonly ResultColumn[]> {
  try {
    return await connection.describe(query)
  } catch (cause) {
    if (!(cause instanceof ExtractError) || !NOT_THERE.has(cause.context['sqlState'])) throw cause
    throw new TransformError(
      'record_mismatch',
      `${subject}: ${cause.message.replace(/;.*/, '')}; ${CODEGEN_HINT}`,
      { cause },
    )
  }
}
