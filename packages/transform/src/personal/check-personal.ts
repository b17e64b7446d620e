/** What the compiler says of personal columns: sentences at the column, as in `check.ts`. */
import type { Flavour, PersonalTag, TagOf } from '@carmilla/extract'
import type { PrintedTag, TagOfValue } from '../accepts.ts'
import type { CheckColumn } from '../check.ts'
import type { Column } from '../column.ts'
import type { Quoted, ShowTag } from '../show-types.ts'
import type { Remedy } from '../suggest.ts'
import type { TreatmentKind } from './treatment.ts'

/** The category of a personal column; `never` for any other. */
export type CategoryOf<Value> =
  TagOfValue<Value> extends infer Tag
    ? Tag extends readonly ['personal', infer Category extends string, unknown]
      ? Category
      : never
    : never

/** What a personal column would be if it were not. */
type Bare<Value> = Flavour<BareTag<TagOfValue<Value>>> | Extract<Value, null>

type BareTag<Tag> = Tag extends PersonalTag ? Tag[2] : Tag

/** A personal column that the record takes as it is. */
export type Untreated<Name, Value> =
  `${Quoted<Name>} is personal (${CategoryOf<Value>}); use ${Ways<Name, Bare<Value>>}`

/** A personal column that the record does not have. */
export type UntreatedMissing<Name, Value> =
  `the record has no column ${Quoted<Name>}, which is personal (${CategoryOf<Value>}); add it with ${Ways<Name, Bare<Value>>}, or as internal()`

/** The functions that a personal column can go through. */
type Ways<Name, Value> = `${TreatmentsFor<TagOfValue<Value>>}${Reveal<Remedy<Name, Value>>}`

type Reveal<Written extends string> = Written extends `a cast ${string}`
  ? "reveal(text(), 'why') of a cast in the query, as Personal<Text, …>"
  : `reveal(${Written}, 'why')`

type TreatmentsFor<Tag> = Tag extends TextTag
  ? 'hash(), mask(), truncateTo(), or '
  : Tag extends readonly ['array', infer Element]
    ? TagOf<Element> extends Exclude<TextTag, PrintedTag>
      ? 'hash(), mask(), truncateTo(), or '
      : ''
    : Tag extends 'date' | 'timestamp' | 'timestamptz'
      ? 'generalise(), or '
      : Tag extends 'int2' | 'int4' | 'int8'
        ? 'hash(), generalise(), or '
        : Tag extends HashableTag
          ? 'hash(), or '
          : ''

type TextTag = 'text' | 'varchar' | 'bpchar' | 'name' | readonly ['enum', string] | PrintedTag

type HashableTag =
  | TextTag
  | 'int2'
  | 'int4'
  | 'int8'
  | 'oid'
  | 'xid'
  | 'cid'
  | 'uuid'
  | 'json'
  | 'jsonb'
  | readonly ['numeric', ...unknown[]]

/** The treated column if it fits its source; otherwise a sentence. */
export type CheckTreated<
  Name,
  Given,
  Declared extends Column,
  Kind extends TreatmentKind,
  Value,
> = [Kind, CategoryOf<Value>] extends ['reveal', never]
  ? `${Quoted<Name>} is not personal; drop reveal()`
  : Kind extends 'hash'
    ? Hashed<TagOfValue<Bare<Value>>> extends infer Tag
      ? [Tag] extends [never]
        ? `${ShowTag<TagOfValue<Bare<Value>>>} cannot be hashed; use ${Ways<Name, Bare<Value>>}`
        : Fitting<Given, CheckColumn<Name, Declared, Flavour<Tag> | Extract<Value, null>>>
      : never
    : Kind extends 'mask' | 'truncate'
      ? IsText<TagOfValue<Bare<Value>>> extends true
        ? Fitting<Given, CheckColumn<Name, Declared, Bare<Value>>>
        : `${ShowTag<TagOfValue<Bare<Value>>>} is not text; use ${Ways<Name, Bare<Value>>}`
      : Fitting<Given, CheckColumn<Name, Declared, Bare<Value>>>

/** What a hash is written as: a text for each value. */
type Hashed<Tag> = Tag extends HashableTag
  ? 'text'
  : Tag extends readonly ['array', infer Element]
    ? TagOf<Element> extends Exclude<HashableTag, PrintedTag>
      ? readonly ['array', Flavour<'text'>]
      : never
    : never

type IsText<Tag> = Tag extends TextTag
  ? true
  : Tag extends readonly ['array', infer Element]
    ? TagOf<Element> extends Exclude<TextTag, PrintedTag>
      ? true
      : false
    : false

/** Once the column in it fits, the treated one does. */
type Fitting<Given, Checked> = Checked extends Column ? Given : Checked
