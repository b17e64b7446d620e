/**
 * What the compiler checks of a record against the row of its source. A branch that fails is a
 * sentence: TypeScript prints it at the line of the column at fault.
 */
import type { TagOf } from '@carmilla/extract'
import type { Accepts, AcceptsInside, AcceptsLossy, TagOfValue } from './accepts.ts'
import type { Column, InternalColumn } from './column.ts'
import type { Derived } from './derived.ts'
import type {
  CategoryOf,
  CheckTreated,
  Untreated,
  UntreatedMissing,
} from './personal/check-personal.ts'
import type { Treated } from './personal/treatment.ts'
import type { HeldBy, IsFromJson, RecordType, StandsFor, StructType } from './record-type.ts'
import type { Mistake } from './select-names.ts'
import type { Quoted, Show, ShowTag } from './show-types.ts'
import type { Remedy, SuggestInside } from './suggest.ts'

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
    ? [CategoryOf<Row[Name]>] extends [never]
      ? `the record has no column ${Quoted<Name>}; add ${Remedy<Name, Row[Name]>}, or internal()`
      : UntreatedMissing<Name, Row[Name]>
    : never

export type CheckColumn<Name, Declared, Value> =
  Declared extends Derived<never, never, never, Column>
    ? Declared
    : Declared extends InternalColumn
      ? Declared
      : Declared extends Treated<infer Written, infer Kind>
        ? CheckTreated<Name, Declared, Written, Kind, Value>
        : Declared extends Column<infer Type, infer Optional, infer Fitting, infer Unrepresentable>
          ? Accepts<Type, Fitting, TagOfValue<Value>> extends true
            ? null extends Value
              ? Optional extends true
                ? Declared
                : 'the source may be NULL here; wrap the column in optional()'
              : [Optional, Unrepresentable, IsFromJson<Type>] extends [
                    true,
                    'error' | 'clamp',
                    false,
                  ]
                ? 'the source is never NULL here; drop optional()'
                : Declared
            : [Fitting, Accepts<Type, 'exact', TagOfValue<Value>>] extends ['lossy', true]
              ? DropLossy<ShowTag<TagOfValue<Value>>, Show<Type>>
              : Mismatch<Name, Type, Fitting, Value>
          : Mistake<'not a column; use one of the column functions, such as int32() or text()'>

type Mismatch<Name, Type extends RecordType, Fitting, Value> = [CategoryOf<Value>] extends [never]
  ? MismatchOfType<Name, Type, Fitting, Value>
  : Untreated<Name, Value>

type MismatchOfType<Name, Type extends RecordType, Fitting, Value> = [
  FaultBelow<Type, TagOfValue<Value>, ''>,
] extends [never]
  ? Joined<MismatchHere<Name, Type, Value, TagOfValue<Value>>, OrLossy<Type, Fitting, Value>>
  : FaultBelow<Type, TagOfValue<Value>, ''>

/** Their parts are no strings to the compiler, as those of {@link WrongField}. */
type DropLossy<Source, Declared> =
  `${Source & string} fits ${Declared & string} exactly; drop lossy()`
type Joined<Sentence, Choice> = `${Sentence & string}${Choice & string}`

/** What to write where values may change. */
type OrLossy<Type extends RecordType, Fitting, Value> = [
  Fitting,
  AcceptsLossy<Type, TagOfValue<Value>>,
] extends ['exact' | 'checked', true]
  ? ', or lossy()'
  : ''

/**
 * What is wrong with the fields of a struct, alone or in a list; `never` if the fault is not there.
 * `Path` holds the names of the structs around it.
 */
export type FaultBelow<Type, Tag, Path extends string> = [StandsFor<Type>] extends [never]
  ? Type extends StructType<infer Columns>
    ? [Tag, HeldBy<Type>] extends [readonly ['composite', infer Fields], never]
      ? MissingField<Columns, Fields, Path> | FieldFault<keyof Columns, Columns, Fields, Path>
      : never
    : Type extends { readonly kind: 'list'; readonly element: infer Element }
      ? Tag extends readonly ['array', infer Value]
        ? FaultBelow<Element, TagOf<Value>, Path>
        : never
      : never
  : FaultBelow<StandsFor<Type>, Tag, Path>

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
  Declared extends Column<infer Type, infer Optional, infer Fitting>
    ? AcceptsInside<Type, TagOfValue<Value>, Fitting> extends true
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
