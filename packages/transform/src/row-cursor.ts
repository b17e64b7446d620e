import {
  ExtractError,
  type ResultColumn,
  type ValueReader,
  type WireBatch,
} from '@carmilla/extract'
import { TransformError } from './errors.ts'
import { columnReader } from './personal/redact.ts'
import { shownOrigin } from './row-name.ts'
import { isUnrepresentable } from './unrepresentable.ts'

/**
 * One row of a batch as the functions of a task see it. A property reads its value from the wire
 * when it is first asked for in a row, so a column that no function touches is never decoded.
 */
export interface RowCursor<View> {
  readonly view: View
  /** Turns to another batch. */
  enter(batch: WireBatch): void
  /** Turns to another row of the batch. */
  moveTo(row: number): void
}

const NO_ROW = -1

/**
 * Makes a cursor over rows with these columns; the caller vouches that they are those of `View`.
 *
 * @param binary - indexes of columns that come in binary although they would come as printed; functions
 * cannot see them.
 */
export function createRowCursor<View>(
  columns: readonly ResultColumn[],
  binary: ReadonlySet<number> = new Set(),
): RowCursor<View> {
  let batch: WireBatch | undefined
  let row = 0
  /** How often another batch was entered. */
  let batches = 0
  // Not by Object.create(null, …): V8 looks the properties of such an object up by a hash.
  const view: object = Object.defineProperties(
    {},
    Object.fromEntries(
      columns.map((column, index) => {
        const read = binary.has(index) ? unseen : seen(column)
        // A function asks for a value more than once as a rule.
        let value: unknown
        let valueRow = NO_ROW
        let valueBatches = 0
        const get = (): unknown => {
          if (batch === undefined) return undefined
          if (valueRow === row && valueBatches === batches) return value
          const position = batch.positions[index * batch.capacityRows + row] ?? -1
          try {
            value = position < 0 ? null : read(batch, position)
          } catch (cause) {
            throw named(column, cause)
          }
          valueRow = row
          valueBatches = batches
          return value
        }
        return [column.name, { get, enumerable: true }]
      }),
    ),
  )
  Object.setPrototypeOf(view, null)
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where rows meet their types; `describe` has compared the columns
    view: view as View,
    enter: (next) => {
      batch = next
      batches++
    },
    moveTo: (next) => {
      row = next
    },
  }
}

/** The reader of a column; one that cannot be read fails where a function asks for it. */
function seen(column: ResultColumn): ValueReader {
  try {
    return columnReader(column)
  } catch (cause) {
    if (!(cause instanceof ExtractError)) throw cause
    return () => {
      throw new TransformError('derive_failed', cause.message, { cause })
    }
  }
}

function unseen(): never {
  throw new TransformError(
    'derive_failed',
    'a column that the record takes in binary has no text; select it once more under another name, as internal()',
  )
}

/** The refusal of a value, with the source column that it came from. */
function named(column: ResultColumn, cause: unknown): unknown {
  const place = `source column \`${column.name}\`${shownOrigin(column)}`
  if (cause instanceof TransformError) {
    return new TransformError(cause.code, `${place}: ${cause.message}`, { cause })
  }
  if (!isUnrepresentable(cause)) return cause
  const { code, context } = cause
  return new ExtractError(code, `${place}: ${cause.message}`, { cause, context })
}
