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
    ? `${ShowTag<Tag>} does not fit ${Show<Type>}; use ${OrChecked<Remedy<Name, Value>>}`
    : `${ShowTag<Tag>} cannot be written as ${Show<Type>}; use ${Remedy<Name, Value>}`

/** Offers the check of every value, unless that is the remedy already. */
type OrChecked<Advice extends string> = Advice extends `${string}overflow${string}`
  ? Advice
  : `${Advice}, or { overflow: 'error' }`

/** What to write for a column, NULL considered. */
type Remedy<Name, Value> = [Suggest<TagOfValue<Value>>] extends [never]
  ? `a cast in the query, as in sql<${null extends Value ? 'Text | null' : 'Text'}>\`${Name & string}::text\``
  : null extends Value
    ? `optional(${Suggest<TagOfValue<Value>>})`
    : Suggest<TagOfValue<Value>>

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
      ? Accepts<Type['element'], false, TagOf<Element>>
      : false
    : Type extends { readonly kind: 'timestamp' }
      ? Tag extends (Type['utc'] extends true ? 'timestamptz' : 'timestamp')
        ? true
        : false
      : Type extends { readonly kind: 'text' }
        ? Tag extends 'text' | 'varchar' | 'bpchar' | 'name' | readonly ['enum', string]
          ? true
          : Tag extends readonly ['numeric', null, null]
            ? true
            : false
        : Tag extends ScalarSources[Extract<Type['kind'], keyof ScalarSources>]
          ? true
          : false

interface ScalarSources {
  bool: 'bool'
  int16: 'int2'
  int32: 'int2' | 'int4'
  int64: 'int2' | 'int4' | 'int8'
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
    : Tag extends readonly ['enum', string]
      ? 'text()'
      : Tag extends readonly ['array', infer Element]
        ? `list(${Suggest<TagOf<Element>>})`
        : never

type SuggestDecimal<Precision, Scale> = Scale extends number
  ? SmallestDecimal<Precision, Scale> extends readonly [
      infer P extends number,
      infer S extends number,
    ]
    ? `decimal(${P}, ${S})`
    : SmallestDecimal<38, Scale> extends readonly [38, infer S extends number]
      ? `decimal(38, ${S}, { overflow: 'error' })`
      : never
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
        : Tag extends readonly ['unsupported', infer Name extends string]
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
