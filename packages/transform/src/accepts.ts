/** Which Postgres types each record type holds exactly, as the compiler sees it. */
import type { TagOf } from '@carmilla/extract'
import type { FaultBelow } from './check.ts'
import type { Fit } from './column.ts'
import type { Fits, SmallestDecimal } from './decimal-fits.ts'
import type { IsFromJson, RecordType } from './record-type.ts'

/** The tag of a column that may be NULL. */
export type TagOfValue<Value> = [NonNullable<Value>] extends [never]
  ? 'untyped'
  : TagOf<NonNullable<Value>>

/** Whether every value of a Postgres type is exactly a value of the record type, or is checked to be. */
export type Accepts<Type extends RecordType, Fitting extends Fit, Tag> =
  IsFromJson<Type> extends true
    ? Tag extends ScalarSources['json']
      ? true
      : false
    : AcceptsType<Type, Fitting, Tag>

type AcceptsType<Type extends RecordType, Fitting extends Fit, Tag> = Type extends {
  readonly kind: 'decimal'
}
  ? Tag extends readonly ['numeric', infer Precision, infer Scale]
    ? Fitting extends 'checked'
      ? true
      : Fits<Precision, Scale, Type['precision'], Type['scale']>
    : false
  : Type extends { readonly kind: 'list' }
    ? Tag extends readonly ['array', infer Element]
      ? AcceptsInside<Type['element'], TagOf<Element>> extends true
        ? true
        : Type['element'] extends { readonly kind: 'list' }
          ? // An array of more dimensions is one of the same type.
            Accepts<Type['element'], 'exact', Tag>
          : false
      : false
    : Type extends { readonly kind: 'timestamp' }
      ? Tag extends (Type['utc'] extends true ? 'timestamptz' : 'timestamp')
        ? true
        : false
      : Type extends { readonly kind: 'text' }
        ? Tag extends
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
          ? Tag extends readonly ['composite', unknown]
            ? [FaultBelow<Type, Tag, ''>] extends [never]
              ? true
              : false
            : false
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

/** Inside an array or a composite type values come in binary, which no column reads of a printed type. */
export type AcceptsInside<
  Type extends RecordType,
  Tag,
  Fitting extends Fit = 'exact',
> = Tag extends PrintedTag ? false : Accepts<Type, Fitting, Tag>

interface ScalarSources {
  bool: 'bool'
  int16: 'int2'
  int32: 'int2' | 'int4'
  int64: 'int2' | 'int4' | 'int8' | 'oid' | 'xid' | 'cid'
  float32: 'float4'
  float64: 'float4' | 'float8'
  uuid: 'uuid'
  json: 'json' | 'jsonb'
  binary: 'bytea'
  date: 'date'
}
