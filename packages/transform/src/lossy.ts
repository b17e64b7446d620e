import type { Column } from './column.ts'
import { type CheckReason, checkedReason } from './reason.ts'
import type { RecordType } from './record-type.ts'

/**
 * Lets a column take what it cannot hold exactly: `lossy(float64(), 'dashboards need no cents')`.
 *
 * A number is rounded to the nearest one that the column has (a decimal half away from zero, as
 * Postgres rounds), a time is rounded down, text is cut behind a character, an array of more dimensions
 * is flattened. What is beyond the range of the column stays a value that it cannot hold.
 *
 * The reason is shown by `etl plan`, and counted with the values that were changed. A type that fits
 * exactly does not compile: there is nothing to declare.
 * @throws {TransformError} record_mismatch, for a blank reason that the compiler does not know
 */
export function lossy<Type extends RecordType, const Reason extends string>(
  column: Column<Type, false, 'exact' | 'checked', 'error'>,
  reason: CheckReason<Reason>,
): Column<Type, false, 'lossy', 'error'> {
  const given = checkedReason('lossy()', reason)
  const { lossyWay } = column
  return {
    ...column,
    fit: 'lossy',
    declarations: [{ policy: 'lossy', reason: given }],
    decoder: (source, changes) =>
      lossyWay?.decoder(source, changes, given) ?? column.decoder(source, changes),
    builder: lossyWay?.builder ?? column.builder,
  }
}
