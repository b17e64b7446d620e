/** What the sentences of the compiler say to write instead. */
import type { TagOf } from '@carmilla/extract'
import type { ComesPrinted, PrintedTag, TagOfValue } from './accepts.ts'
import type { SmallestDecimal } from './decimal-fits.ts'

/** What to write for a column, NULL considered. */
export type Remedy<Name, Value> = [Suggest<TagOfValue<Value>>] extends [never]
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

/** The column function that holds a Postgres type exactly, as a user writes it; `never` if none. */
type Suggest<Tag> = Tag extends keyof Suggestions
  ? Suggestions[Tag]
  : Tag extends readonly ['numeric', infer Precision, infer Scale]
    ? SuggestDecimal<Precision, Scale>
    : Tag extends readonly ['enum', string] | PrintedTag
      ? 'text()'
      : Tag extends readonly ['array', infer Element]
        ? `list(${SuggestElement<TagOf<Element>>})`
        : Tag extends readonly ['composite', infer Fields]
          ? [WithoutColumn<Fields>] extends [never]
            ? 'struct({ … })'
            : never
          : never

/** What to write for a value in a composite type. */
export type SuggestInside<Tag> = ComesPrinted<Tag> extends true ? never : Suggest<Tag>

/** The same in an array, which comes as printed with its elements. */
type SuggestElement<Tag> = Tag extends PrintedTag ? Suggest<Tag> : SuggestInside<Tag>

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
  geometry: 'binary()'
  geography: 'binary()'
  vector: 'list(float32())'
  halfvec: 'list(float32())'
  hstore: 'map(text(), text())'
  oid: 'int64()'
  xid: 'int64()'
  cid: 'int64()'
}
