import type { PersonalCategory } from '@carmilla/extract'

/** The type of a record column, in the terms of the type contract; it decides the Parquet type. */
export type RecordType =
  | { readonly kind: 'bool' }
  | { readonly kind: 'int16' }
  | { readonly kind: 'int32' }
  | { readonly kind: 'int64' }
  | { readonly kind: 'float32' }
  | { readonly kind: 'float64' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'text' }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'json' }
  | { readonly kind: 'binary' }
  /** 16 bytes, most significant first. */
  | { readonly kind: 'uuidBytes' }
  | { readonly kind: 'date' }
  /** Microseconds since midnight on the clock that the column shows, less than a day. */
  | { readonly kind: 'timeMicros' }
  | { readonly kind: 'timestamp'; readonly unit: 'micros' | 'millis'; readonly utc: boolean }
  | { readonly kind: 'list'; readonly element: RecordType }
  | { readonly kind: 'struct'; readonly fields: readonly RecordField[] }
  | { readonly kind: 'map'; readonly key: RecordType; readonly value: RecordType }

/** One column of a record, or one field of a struct: what is written, and whether it may be NULL. */
export interface RecordField {
  readonly name: string
  readonly type: RecordType
  /** Elements of a list and values of a map may always be NULL, keys of a map never. */
  readonly optional: boolean
  /** Comment of the source column, for the catalog. */
  readonly comment?: string
  /** Set for what may hold personal data: no message may show its values. */
  readonly personal?: PersonalCategory
}

/** The columns of a record in file order. */
export type RecordSchema = readonly RecordField[]

declare const columns: unique symbol
declare const json: unique symbol
declare const holds: unique symbol

/** The record type of a struct; the compiler knows the columns that it was declared with, by name. */
export interface StructType<Columns> {
  readonly kind: 'struct'
  readonly fields: readonly RecordField[]
  readonly [columns]?: Columns
}

/** The record type of a shape that is read from JSON, as the compiler sees it. */
export type FromJson<Type> = Type & { readonly [json]?: true }

/** Whether a record type is read from JSON. */
export type IsFromJson<Type> = typeof json extends keyof Type ? true : false

/** The record type of a struct that holds a type of Postgres which is no composite type. */
export interface HoldingStruct<Columns, Held> extends StructType<Columns> {
  readonly [holds]?: Held
}

/** What a struct holds instead of a composite type; `never` for every other record type. */
export type HeldBy<Type> = Type extends { readonly [holds]?: infer Held }
  ? unknown extends Held
    ? never
    : Held
  : never

declare const held: unique symbol

/** The record type of text that stands for what a column of another type holds, which the compiler knows. */
export interface TextOf<Inner> {
  readonly kind: 'text'
  readonly [held]?: Inner
}

/** The same of JSON. */
export interface JsonOf<Inner> {
  readonly kind: 'json'
  readonly [held]?: Inner
}

/** The type that the text or the JSON of this type stands for; `never` when it stands for itself. */
export type StandsFor<Type> = Type extends TextOf<infer Inner> | JsonOf<infer Inner>
  ? unknown extends Inner
    ? never
    : Extract<Inner, RecordType>
  : never

declare const cut: unique symbol

/** The record type of text that is cut, as the compiler sees it: it holds no type exactly. */
export interface CutText {
  readonly kind: 'text'
  readonly [cut]?: true
}

/** Whether a type is {@link CutText}. */
export type IsCut<Type> = typeof cut extends keyof Type ? true : false
