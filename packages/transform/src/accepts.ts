/** Which Postgres types each record type holds exactly, as the compiler sees it. */
import type { TagOf } from '@carmilla/extract'
import type { FaultBelow } from './check.ts'
import type { Fit } from './column.ts'
import type { Fits, Rounds, SmallestDecimal } from './decimal-fits.ts'
import type { HeldBy, IsCut, IsFromJson, RecordType, StandsFor } from './record-type.ts'

/** The tag of a column that may be NULL. */
export type TagOfValue<Value> = [NonNullable<Value>] extends [never]
  ? 'untyped'
  : TagOf<NonNullable<Value>>

/** Whether a column takes a Postgres type: exactly, checked, or with the losses that it declares. */
export type Accepts<Type extends RecordType, Fitting extends Fit, Tag> = [Fitting] extends ['lossy']
  ? AcceptsLossy<Type, Tag>
  : IsFromJson<Type> extends true
    ? Tag extends ScalarSources['json']
      ? true
      : false
    : [StandsFor<Type>] extends [never]
      ? AcceptsExact<Type, Fitting, Tag>
      : [Type['kind'], StandsFor<Type>['kind'], IsBinaryArray<Tag>] extends ['json', 'list', false]
        ? false
        : Accepts<StandsFor<Type>, Fitting, Tag>

/** Whether a type is an array whose dimensions are read: one that comes as printed, or none, is not. */
type IsBinaryArray<Tag> = Tag extends readonly ['array', unknown]
  ? ComesPrinted<Tag> extends true
    ? false
    : true
  : false

/** Whether a record type takes a Postgres type at a loss, and only so. */
export type AcceptsLossy<Type extends RecordType, Tag> = Type extends { readonly kind: 'float32' }
  ? Tag extends 'int4' | 'int8' | 'float8' | NumericTag
    ? true
    : false
  : Type extends { readonly kind: 'float64' }
    ? Tag extends 'int8' | NumericTag
      ? true
      : false
    : Type extends { readonly kind: 'decimal' }
      ? Tag extends readonly ['numeric', unknown, infer Scale]
        ? Rounds<Scale, Type['scale']>
        : false
      : Type extends { readonly kind: 'date' }
        ? Tag extends 'timestamp' | 'timestamptz'
          ? true
          : false
        : Type extends { readonly kind: 'timestamp' }
          ? AcceptsLossyTime<Type['unit'], Type['utc'], Tag>
          : Type extends { readonly kind: 'text' }
            ? IsCut<Type> extends true
              ? Tag extends 'text' | 'varchar' | 'bpchar' | 'name'
                ? true
                : false
              : false
            : Type extends { readonly kind: 'list' }
              ? [Type['element']['kind'], IsBinaryArray<Tag>] extends
                  | ['list', boolean]
                  | [string, false]
                ? false
                : Accepts<Type, 'exact', Tag>
              : false

type AcceptsLossyTime<Unit, Utc, Tag> = Tag extends 'timestamp'
  ? [Unit, Utc] extends ['millis', false]
    ? true
    : false
  : Tag extends 'timestamptz'
    ? [Unit, Utc] extends ['millis', true] | ['micros', false]
      ? true
      : false
    : false

type NumericTag = readonly ['numeric', unknown, unknown]

/** Whether every value of a Postgres type is exactly a value of the record type. */
type AcceptsExact<Type extends RecordType, Fitting extends Fit, Tag> = Type extends {
  readonly kind: 'decimal'
}
  ? Tag extends readonly ['numeric', infer Precision, infer Scale]
    ? Fitting extends 'checked'
      ? true
      : Fits<Precision, Scale, Type['precision'], Type['scale']>
    : false
  : Type extends { readonly kind: 'list' }
    ? Tag extends readonly ['array', infer Element]
      ? AcceptsElement<Type['element'], TagOf<Element>> extends true
        ? true
        : Type['element'] extends { readonly kind: 'list' }
          ? // An array of more dimensions is one of the same type.
            Accepts<Type['element'], 'exact', Tag>
          : false
      : AcceptsElements<Type['element'], Tag>
    : Type extends { readonly kind: 'timestamp' }
      ? Type['unit'] extends 'micros'
        ? Tag extends (Type['utc'] extends true ? 'timestamptz' : 'timestamp')
          ? true
          : false
        : false
      : Type extends { readonly kind: 'text' }
        ? IsCut<Type> extends true
          ? false
          : Tag extends
                | 'text'
                | 'varchar'
                | 'bpchar'
                | 'name'
                | readonly ['enum', string]
                | PrintedTag
            ? true
            : Tag extends readonly ['numeric', infer Precision, infer Scale]
              ? SmallestDecimal<Precision, Scale> extends readonly [number, number]
                ? false
                : true
              : false
        : Type extends { readonly kind: 'struct' }
          ? [HeldBy<Type>] extends [never]
            ? Tag extends readonly ['composite', unknown]
              ? [FaultBelow<Type, Tag, ''>] extends [never]
                ? true
                : false
              : false
            : AcceptsHeld<HeldBy<Type>, Tag>
          : Type extends { readonly kind: 'map' }
            ? Tag extends 'hstore'
              ? [
                  Accepts<Type['key'], 'exact', 'text'>,
                  Accepts<Type['value'], 'exact', 'text'>,
                ] extends [true, true]
                ? true
                : false
              : false
            : Tag extends ScalarSources[Extract<Type['kind'], keyof ScalarSources>]
              ? true
              : false

/** A type that is read as Postgres prints it. */
export type PrintedTag = readonly ['printed', string]

/** Whether a type comes as printed: by itself, or as an array with its elements. */
export type ComesPrinted<Tag> = Tag extends PrintedTag
  ? true
  : Tag extends readonly ['array', infer Element]
    ? TagOf<Element> extends PrintedTag
      ? true
      : false
    : false

/** Whether a record type takes the binary form of what otherwise comes as printed. */
type TakesBinary<Type> = Type extends { readonly kind: 'timeMicros' }
  ? true
  : Type extends { readonly kind: 'list'; readonly element: infer Element }
    ? TakesBinary<Element>
    : [HeldBy<Type>] extends [never]
      ? false
      : true

/** Inside a composite type values come in binary. */
export type AcceptsInside<Type extends RecordType, Tag, Fitting extends Fit = 'exact'> =
  ComesPrinted<Tag> extends true
    ? TakesBinary<Type> extends true
      ? Accepts<Type, Fitting, Tag>
      : false
    : Accepts<Type, Fitting, Tag>

/** An array comes as printed with its elements, but not with arrays in it. */
type AcceptsElement<Type extends RecordType, Tag> = Tag extends PrintedTag
  ? Accepts<Type, 'exact', Tag>
  : AcceptsInside<Type, Tag>

/** Lists of what is no array. */
type AcceptsElements<Type extends RecordType, Tag> = Tag extends 'vector' | 'halfvec'
  ? Type extends { readonly kind: 'float32' }
    ? true
    : false
  : Tag extends readonly ['printed', infer Name extends keyof MultirangeElements]
    ? [HeldBy<Type>] extends [never]
      ? false
      : Accepts<Type, 'exact', readonly ['printed', MultirangeElements[Name]]>
    : false

/** Structs of what is no composite type. */
type AcceptsHeld<Held, Tag> = Held extends readonly [
  'range',
  infer Bound extends RecordType,
  infer Fitting extends Fit,
]
  ? Tag extends readonly ['printed', infer Name extends keyof RangeBounds]
    ? Accepts<Bound, Fitting, RangeBounds[Name]>
    : false
  : Tag extends readonly ['printed', Held]
    ? true
    : false

interface RangeBounds {
  int4range: 'int4'
  int8range: 'int8'
  numrange: readonly ['numeric', null, null]
  tsrange: 'timestamp'
  tstzrange: 'timestamptz'
  daterange: 'date'
}

interface MultirangeElements {
  int4multirange: 'int4range'
  int8multirange: 'int8range'
  nummultirange: 'numrange'
  tsmultirange: 'tsrange'
  tstzmultirange: 'tstzrange'
  datemultirange: 'daterange'
}

interface ScalarSources {
  bool: 'bool'
  int16: 'int2'
  int32: 'int2' | 'int4'
  int64: 'int2' | 'int4' | 'int8' | 'oid' | 'xid' | 'cid'
  float32: 'float4'
  float64: 'float4' | 'float8'
  uuid: 'uuid'
  json: 'json' | 'jsonb'
  uuidBytes: 'uuid'
  binary: 'bytea' | 'geometry' | 'geography'
  timeMicros: readonly ['printed', 'time']
  date: 'date'
}
