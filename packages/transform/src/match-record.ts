import { type ColumnDecoder, comesPrinted, type ResultColumn } from '@carmilla/extract'
import type { UnrepresentablePolicy } from './column.ts'
import { CountingDecoder } from './counting-decoder.ts'
import type { RecordEntry } from './create-task.ts'
import { DerivedColumn } from './derived-column.ts'
import { TransformError } from './errors.ts'
import { NoteCounts } from './note-counts.ts'
import { NullingDecoder } from './nulling-decoder.ts'
import type { PassedColumn } from './passed-column.ts'
import { showRecordType } from './show-record-type.ts'

/** What to do when the database is not what the code was generated from. */
export const CODEGEN_HINT = 'run `make codegen`, then let the compiler show what to change'

/** Pairs every written column with its source; every mismatch is named, not only the first. */
export function matchRecord<View, Views, Facts>(
  entries: readonly RecordEntry<View, Views, Facts>[],
  source: readonly ResultColumn[],
  task: string,
): readonly (PassedColumn | DerivedColumn<View, Views, Facts>)[] {
  const faults: string[] = []
  const columns = entries.flatMap<PassedColumn | DerivedColumn<View, Views, Facts>>(
    ([name, declared]) => {
      if ('compute' in declared) return [new DerivedColumn(name, declared)]
      const sourceIndex = source.findIndex((column) => column.name === name)
      const found = source[sourceIndex]
      if (found === undefined) {
        faults.push(`column \`${name}\`: the query does not return it`)
        return []
      }
      if ('internal' in declared) return []
      const counts = new NoteCounts(name)
      const decoder = declared.decoder(found.type, {
        optional: declared.optional,
        changed: (kind, reason) => counts.changed(kind, reason),
        count: (kind, effect) => counts.count(kind, effect),
      })
      if (decoder === undefined) {
        faults.push(
          `column \`${name}\`: the database has ${showType(found)}, the record ${showRecordType(declared.type)}`,
        )
        return []
      }
      return [
        {
          name,
          sourceIndex,
          decoder: withPolicies(decoder, declared.unrepresentable, counts),
          binary: declared.format === 'binary' && comesPrinted(found.type),
          notes: () => counts.notes(),
        },
      ]
    },
  )
  if (faults.length > 0) {
    throw new TransformError(
      'record_mismatch',
      `task \`${task}\` ${faults.join('; ')}; ${CODEGEN_HINT}`,
    )
  }
  return columns
}

/** A decoder that counts what it changes, and what becomes NULL instead of being refused. */
function withPolicies(
  decoder: ColumnDecoder,
  unrepresentable: UnrepresentablePolicy,
  counts: NoteCounts,
): ColumnDecoder {
  const total = unrepresentable === 'null' ? new NullingDecoder(decoder, counts) : decoder
  return new CountingDecoder(total, counts)
}

/** A column's type as people write it. */
export function showType({ type }: ResultColumn): string {
  switch (type.kind) {
    case 'numeric':
      return type.precision === null ? 'numeric' : `numeric(${type.precision},${type.scale})`
    case 'array':
      return 'an array'
    case 'enum':
    case 'composite':
    case 'printed':
      return type.name
    default:
      return type.kind
  }
}
