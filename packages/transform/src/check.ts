/**
 * What the compiler checks of a record against the row of its source. A branch that fails is a
 * sentence: TypeScript prints it at the line of the column at fault.
 */
import type { TagOf } from '@carmilla/extract'
import type { Column, InternalColumn } from './column.ts'
import type { Derived } from './derived.ts'
import type { Fits, SmallestDecimal } from './decimal-fits.ts'
import type { RecordType, StructType } from './record-type.ts'
import type { Mistake } from './select-names.ts'

/**
 * The record `Columns` if it fits `Row`; otherwise a sentence in the place of each column at fault,
 * or of the whole record when a column is missing. A query that is at fault itself has no row, and
 * then there is nothing to add.
 */
export type CheckRecord<Columns, Row> = unknown extends Row
  ? unknown
  : {
      readonly [Name in keyof Columns]: Name extends keyof Row
        ? CheckColumn<Name, Columns[Name], Row[Name]>
        : Columns[Name] extends Derived<never, never, never, Column>
          ? Columns[Name]
          : `the source has no column ${Quoted<Name>}; select it, or compute it with derive()`
    } & CheckMissing<Exclude<keyof Row, keyof Columns>, Row>

/** One sentence for each column of the row that the record lacks. */
type CheckMissing<Name extends keyof Row, Row> = [Name] extends [never]
  ? unknown
  : Name extends unknown
    ? `the record has no column ${Quoted<Name>}; add ${Remedy<Name, Row[Name]>}, or internal()`
    : never

type CheckColumn<Name, Declared, Value> =
  Declared extends Derived<never, never, never, Column>
    ? Declared
    : Declared extends InternalColumn
      ? Declared
      : Declared extends Column<infer Type, infer Optional, infer Checked, infer Unrepresentable>
        ? Accepts<Type, Checked, TagOfValue<Value>> extends true
          ? null extends Value
            ? Optional extends true
              ? Declared
              : 'the source may be NULL here; wrap the column in optional()'
            : [Optional, Unrepresentable] extends [true, 'error']
              ? 'the source is never NULL here; drop optional()'
              : Declared
          : Mismatch<Name, Type, Value, TagOfValue<Value>>
        : Mistake<'not a column; use one of the column functions, such as int32() or text()'>

type Mismatch<Name, Type, Value, Tag> = [FaultBelow<Type, Tag, ''>] extends [never]
  ? MismatchHere<Name, Type, Value, Tag>
  : FaultBelow<Type, Tag, ''>

/**
 * What is wrong with the fields of a struct, alone or in a list; `never` if the fault is not there.
 * `Path` holds the names of the structs around it.
 */
type FaultBelow<Type, Tag, Path extends string> =
  Type extends StructType<infer Columns>
    ? Tag extends readonly ['composite', infer Fields]
      ? MissingField<Columns, Fields, Path> | FieldFault<keyof Columns, Columns, Fields, Path>
      : never
    : Type extends { readonly kind: 'list'; readonly element: infer Element }
      ? Tag extends readonly ['array', infer Value]
        ? FaultBelow<Element, TagOf<Value>, Path>
        : never
      : never

type MissingField<Columns, Fields, Path extends string> = {
  [
    Name in Exclude<keyof Fields, keyof Columns>
  ]-?: `the struct has no field '${Path}${Name & string}'; add ${FieldRemedy<Fields[Name]>}`
}[Exclude<keyof Fields, keyof Columns>]

/** One sentence for each field at fault. */
type FieldFault<Name, Columns, Fields, Path extends string> = Name extends keyof Columns & string
  ? Name extends keyof Fields
    ? CheckField<Columns[Name], Fields[Name], `${Path}${Name}`>
    : `the composite type has no field '${Path}${Name}'; drop it`
  : never

type CheckField<Declared, Value, Path extends string> =
  Declared extends Column<infer Type, infer Optional, infer Checked>
    ? AcceptsInside<Type, TagOfValue<Value>, Checked> extends true
      ? Optional extends true
        ? never
        : `field '${Path}' of a composite type may be NULL; wrap it in optional()`
      : [FaultBelow<Type, TagOfValue<Value>, `${Path}.`>] extends [never]
        ? WrongField<Path, ShowTag<TagOfValue<Value>>, Show<Type>, FieldRemedy<Value>>
        : FaultBelow<Type, TagOfValue<Value>, `${Path}.`>
    : never

/** Its parts are no strings to the compiler, which would try every text that they may be. */
type WrongField<Path, Source, Declared, Advice> =
  `field '${Path & string}': ${Source & string} cannot be written as ${Declared & string}; use ${Advice & string}`

/** What to write for a field; there is no cast of one alone. */
type FieldRemedy<Value> = [SuggestInside<TagOfValue<Value>>] extends [never]
  ? 'a cast of the whole column in the query'
  : `optional(${SuggestInside<TagOfValue<Value>>})`

type MismatchHere<Name, Type, Value, Tag> = Tag extends 'untyped'
  ? 'the Postgres type of this column is not known; give it in the query, as in sql<Int4>`…`'
  : [Type, Tag] extends [{ readonly kind: 'decimal' }, readonly ['numeric', ...unknown[]]]
    ? `${ShowTag<Tag>} does not fit ${Show<Type>}; use ${Remedy<Name, Value>}, or { overflow: 'error' }`
    : `${ShowTag<Tag>} cannot be written as ${Show<Type>}; use ${Remedy<Name, Value>}`

/** What to write for a column, NULL considered. */
type Remedy<Name, Value> = [Suggest<TagOfValue<Value>>] extends [never]
  ? `a cast in the query, as in ${Cast<Name, Value>}`
  : null extends Value
    ? `optional(${Suggest<TagOfValue<Value>>})`
    : Suggest<TagOfValue<Value>>

/** A column as text; an array keeps its elements. */
type Cast<Name, Value> =
  TagOfValue<Value> extends readonly ['array', unknown]
    ? `sql<${OrNull<'PgArray<Text>', Value>}>\`${Name & string}::text[]\``
    : `sql<${OrNull<'Text', Value>}>\`${Name & string}::text\``

type OrNull<Type extends string, Value> = null extends Value ? `${Type} | null` : Type

/** The tag of a column that may be NULL. */
type TagOfValue<Value> = [NonNullable<Value>] extends [never]
  ? 'untyped'
  : TagOf<NonNullable<Value>>

/** Whether every value of a Postgres type is exactly a value of the record type. */
type Accepts<Type extends RecordType, Checked, Tag> = Type extends { readonly kind: 'decimal' }
  ? Tag extends readonly ['numeric', infer Precision, infer Scale]
    ? Checked extends true
      ? true
      : Fits<Precision, Scale, Type['precision'], Type['scale']>
    : false
  : Type extends { readonly kind: 'list' }
    ? Tag extends readonly ['array', infer Element]
      ? AcceptsInside<Type['element'], TagOf<Element>> extends true
        ? true
        : Type['element'] extends { readonly kind: 'list' }
          ? // An array of more dimensions is one of the same type.
            Accepts<Type['element'], false, Tag>
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
                  Accepts<Type['key'], false, 'text'>,
                  Accepts<Type['value'], false, 'text'>,
                ] extends [true, true]
                ? true
                : false
              : false
            : Tag extends ScalarSources[Extract<Type['kind'], keyof ScalarSources>]
              ? true
              : false

/** A type that is read as Postgres prints it. */
type PrintedTag = readonly ['printed', string]

/** Inside an array or a composite type values come in binary, which no column reads of a printed type. */
type AcceptsInside<Type extends RecordType, Tag, Checked = false> = Tag extends PrintedTag
  ? false
  : Accepts<Type, Checked, Tag>

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

/** The column function that holds a Postgres type exactly, as a user writes it; `never` if none. */
type Suggest<Tag> = Tag extends keyof Suggestions
  ? Suggestions[Tag]
  : Tag extends readonly ['numeric', infer Precision, infer Scale]
    ? SuggestDecimal<Precision, Scale>
    : Tag extends readonly ['enum', string] | PrintedTag
      ? 'text()'
      : Tag extends readonly ['array', infer Element]
        ? `list(${SuggestInside<TagOf<Element>>})`
        : Tag extends readonly ['composite', infer Fields]
          ? [WithoutColumn<Fields>] extends [never]
            ? 'struct({ … })'
            : never
          : never

/** What to write for a value in an array or a composite type. */
type SuggestInside<Tag> = Tag extends PrintedTag ? never : Suggest<Tag>

/** The fields that no column function holds. */
type WithoutColumn<Fields> = {
  [Name in keyof Fields]-?: [SuggestInside<TagOfValue<Fields[Name]>>] extends [never] ? Name : never
}[keyof Fields]

type SuggestDecimal<Precision, Scale> =
  SmallestDecimal<Precision, Scale> extends readonly [
    infer P extends number,
    infer S extends number,
  ]
    ? `decimal(${P}, ${S})`
    : 'text()'

interface Suggestions {
  bool: 'bool()'
  int2: 'int16()'
  int4: 'int32()'
  int8: 'int64()'
  float4: 'float32()'
  float8: 'float64()'
  text: 'text()'
  varchar: 'text()'
  bpchar: 'text()'
  name: 'text()'
  uuid: 'uuid()'
  json: 'json()'
  jsonb: 'json()'
  date: 'date()'
  timestamp: 'timestampMicros()'
  timestamptz: 'timestamptzMicros()'
  bytea: 'binary()'
  hstore: 'map(text(), text())'
  oid: 'int64()'
  xid: 'int64()'
  cid: 'int64()'
}

type ShowTag<Tag> = Tag extends string
  ? Tag
  : Tag extends readonly ['numeric', infer Precision, infer Scale]
    ? Precision extends number
      ? Scale extends number
        ? `numeric(${Precision},${Scale})`
        : 'numeric'
      : 'unconstrained numeric'
    : Tag extends readonly ['enum', string]
      ? 'an enum'
      : Tag extends readonly ['array', infer Element]
        ? `${ShowTag<TagOf<Element>>}[]`
        : Tag extends readonly ['printed', infer Name extends string]
          ? Name
          : Tag extends readonly ['composite', unknown]
            ? 'a composite type'
            : 'this type'

type Show<Type> = Type extends {
  readonly kind: 'decimal'
  readonly precision: infer Precision extends number
  readonly scale: infer Scale extends number
}
  ? `decimal(${Precision}, ${Scale})`
  : Type extends { readonly kind: 'timestamp'; readonly utc: infer Utc }
    ? Utc extends true
      ? 'timestamptzMicros()'
      : 'timestampMicros()'
    : Type extends { readonly kind: 'list'; readonly element: infer Element }
      ? `list(${Show<Element>})`
      : Type extends { readonly kind: 'struct' }
        ? 'struct({ … })'
        : Type extends {
              readonly kind: 'map'
              readonly key: infer Key
              readonly value: infer Value
            }
          ? `map(${Show<Key>}, ${Show<Value>})`
          : Type extends { readonly kind: infer Kind extends string }
            ? `${Kind}()`
            : never

type Quoted<Name> = Name extends string ? `'${Name}'` : 'with a name that is not text'
