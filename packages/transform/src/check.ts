/**
 * What the compiler checks of a record against the row of its source. A branch that fails is a
 * sentence: TypeScript prints it at the line of the column at fault.
 */
import type { TagOf } from '@carmilla/extract'
import type { Column, InternalColumn } from './column.ts'
import type { Derived } from './derived.ts'
import type { Fits, SmallestDecimal } from './decimal-fits.ts'
import type { RecordType } from './record-type.ts'
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

type Mismatch<Name, Type, Value, Tag> = Tag extends 'untyped'
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
      ? TagOf<Element> extends PrintedTag
        ? false
        : Accepts<Type['element'], false, TagOf<Element>>
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
        : Tag extends ScalarSources[Extract<Type['kind'], keyof ScalarSources>]
          ? true
          : false

/** A type that is read as Postgres prints it. */
type PrintedTag = readonly ['printed', string]

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
        ? TagOf<Element> extends PrintedTag
          ? never
          : `list(${Suggest<TagOf<Element>>})`
        : never

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
      : Type extends { readonly kind: infer Kind extends string }
        ? `${Kind}()`
        : never

type Quoted<Name> = Name extends string ? `'${Name}'` : 'with a name that is not text'
