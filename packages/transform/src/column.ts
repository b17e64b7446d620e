import type {
  ColumnDecoder,
  Decimal,
  EpochDays,
  EpochMicros,
  LocalMicros,
  SourceType,
} from '@carmilla/extract'
import type { ChangeCounter } from './change-counter.ts'
import type { Treated, TreatmentKind } from './personal/treatment.ts'
import type { RecordType, StructType } from './record-type.ts'
import type { ValueBuilder } from './value-builder.ts'

/**
 * A column of a record: its type, whether it may be NULL, and how its values are made.
 *
 * What not every column has may also be `undefined`: otherwise the compiler ends every sentence about a
 * column that does not fit with advice about `exactOptionalPropertyTypes`.
 */
export interface Column<
  Type extends RecordType = RecordType,
  Optional extends boolean = boolean,
  Fitting extends Fit = Fit,
  Unrepresentable extends UnrepresentablePolicy = UnrepresentablePolicy,
> {
  readonly type: Type
  readonly optional: Optional
  readonly fit: Fitting
  /** What becomes of a value that the column cannot hold exactly. */
  readonly unrepresentable: Unrepresentable
  /** Set for a column that takes the binary form of a type which otherwise comes as printed. */
  readonly format?: 'binary' | undefined
  /** Makes the decoder for a source column that passes through; `undefined` if that does not fit. */
  readonly decoder: (source: SourceType, use: DecoderUse) => ColumnDecoder | undefined
  /** How it takes what it does not hold exactly; see `lossy()`. */
  readonly lossyWay?: LossyWay | undefined
  /** What the task declares of values that change, and why. */
  readonly declarations?: readonly Declaration[] | undefined
  /** The column of the elements, of a list. */
  readonly elements?: Column | undefined
  /** The columns of the fields by their declared names, of a struct. */
  readonly fields?: Readonly<Record<string, Column>> | undefined
  /** The column of the values, of a map. */
  readonly values?: Column | undefined
  /** What becomes of a part that does not match, of a JSON shape. */
  readonly mismatch?: UnrepresentablePolicy | undefined
  /** Makes the builder for values that a function of the task returns. */
  readonly builder: () => ValueBuilder
}

/** What a decoder is made for. */
export interface DecoderUse extends ChangeCounter {
  /** Whether it may give NULL for a value that is not NULL. */
  readonly optional: boolean
}

/** A use that counts for nobody: for who only asks whether a column takes a type. */
export const UNCOUNTED: DecoderUse = {
  optional: true,
  changed: () => ({ values: 0 }),
  count: () => {},
}

/** How a column takes values that it cannot hold exactly, when the task says that it may. */
export interface LossyWay {
  /** `undefined` for a type that the column holds exactly, or not at all. */
  readonly decoder: (
    source: SourceType,
    use: DecoderUse,
    reason: string,
  ) => ColumnDecoder | undefined
  /** For values that a function of the task returns; the column's own unless it is given. */
  readonly builder?: () => ValueBuilder
}

/** A column that is read for `where`, `facts` and `derive`, and not written. */
export interface InternalColumn {
  readonly internal: true
}

/** What a derived column of this type is given. */
export type ColumnValue<Type> = Type extends { readonly kind: infer Kind }
  ? Kind extends 'bool'
    ? boolean
    : Kind extends 'int16' | 'int32' | 'float32' | 'float64'
      ? number
      : Kind extends 'int64' | 'timeMicros'
        ? bigint
        : Kind extends 'decimal'
          ? Decimal
          : Kind extends 'text' | 'uuid' | 'uuidBytes' | 'json'
            ? string
            : Kind extends 'binary'
              ? Uint8Array
              : Kind extends 'date'
                ? EpochDays
                : Kind extends 'timestamp'
                  ? Type extends { readonly utc: true }
                    ? EpochMicros
                    : LocalMicros
                  : Kind extends 'list'
                    ? Type extends { readonly element: infer Element }
                      ? readonly (ColumnValue<Element> | null)[]
                      : never
                    : Kind extends 'map'
                      ? Type extends { readonly key: infer Key; readonly value: infer Value }
                        ? ReadonlyMap<ColumnValue<Key>, ColumnValue<Value> | null>
                        : never
                      : Type extends StructType<infer Columns>
                        ? { readonly [Name in keyof Columns]: FieldValue<Columns[Name]> }
                        : never
  : never

type FieldValue<Field> =
  Field extends Column<infer Type, infer Optional>
    ? ColumnValue<Type> | (Optional extends true ? null : never)
    : never

/**
 * How a column fits the source columns that it takes. `exact`: the compiler refuses a type that may
 * not fit. `checked`: it takes such a type, and a value that does not fit is refused when it is read.
 * `lossy`: values may change, for a reason that the task gives.
 */
export type Fit = 'exact' | 'checked' | 'lossy'

/**
 * `error`: the run stops and publishes nothing. `null`: NULL is written, counted and reported.
 * `clamp`: the nearer one of two bounds is, counted too; see `clamp()`.
 */
export type UnrepresentablePolicy = 'error' | 'null' | 'clamp'

/** A policy under which values change, for a reason that the task gives. */
export interface Declaration {
  readonly policy: 'lossy' | 'clamp'
  readonly reason: string
  /** Of `clamp`, the least and the greatest value that is written. */
  readonly bounds?: { readonly from: string; readonly to: string }
}

export function optional<Type extends RecordType, Fitting extends Fit, Kind extends TreatmentKind>(
  column: Treated<Column<Type, false, Fitting, 'error'>, Kind>,
): Treated<Column<Type, true, Fitting, 'error'>, Kind>
export function optional<
  Type extends RecordType,
  Fitting extends Fit,
  Policy extends 'error' | 'clamp',
>(column: Column<Type, false, Fitting, Policy>): Column<Type, true, Fitting, Policy>
export function optional<Type extends RecordType, Fitting extends Fit>(
  column: Column<Type, false, Fitting, 'error'>,
  policy: { readonly unrepresentable: 'null' },
): Column<Type, true, Fitting, 'null'>
/**
 * Lets a column be NULL. With `unrepresentable: 'null'` a value that the column cannot hold
 * (an `infinity` timestamp, an array of other dimensions, too many digits) becomes NULL and is counted,
 * instead of stopping the run.
 */
export function optional<Type extends RecordType, Fitting extends Fit>(
  column:
    | Column<Type, false, Fitting>
    | Treated<Column<Type, false, Fitting, 'error'>, TreatmentKind>,
  policy?: { readonly unrepresentable: 'null' },
): Column<Type, true, Fitting> | Treated<Column<Type, true, Fitting>, TreatmentKind> {
  if ('written' in column) {
    return { ...column, written: { ...column.written, optional: true } }
  }
  return {
    ...column,
    optional: true,
    unrepresentable: policy?.unrepresentable ?? column.unrepresentable,
  }
}

/** Reads a source column without writing it. */
export function internal(): InternalColumn {
  return { internal: true }
}
