import type { Decimal } from './decimal.ts'
import type { PersonalValue } from './personal-value.ts'
import type { PersonalCategory } from './personal.ts'
import type { TagOf } from './pg-types/flavour.ts'

declare const unit: unique symbol

/** Days since 1970-01-01, proleptic Gregorian. */
export type EpochDays = number & { readonly [unit]: 'days' }

/** The date that lies `days` days after 1970-01-01. */
export function epochDays(days: number): EpochDays {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the unit is given here
  return days as EpochDays
}

/** Microseconds since 1970-01-01 00:00 on the clock that the column shows, without a zone. */
export type LocalMicros = bigint & { readonly [unit]: 'local micros' }

/** The wall-clock time that lies `micros` microseconds after 1970-01-01 00:00. */
export function localMicros(micros: bigint): LocalMicros {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the unit is given here
  return micros as LocalMicros
}

/** Microseconds since 1970-01-01 00:00 UTC. */
export type EpochMicros = bigint & { readonly [unit]: 'micros' }

/** The instant that lies `micros` microseconds after 1970-01-01 00:00 UTC. */
export function epochMicros(micros: bigint): EpochMicros {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the unit is given here
  return micros as EpochMicros
}

interface ScalarValues {
  bool: boolean
  int2: number
  int4: number
  int8: bigint
  float4: number
  float8: number
  text: string
  varchar: string
  bpchar: string
  name: string
  uuid: string
  json: string
  jsonb: string
  date: EpochDays
  timestamp: LocalMicros
  timestamptz: EpochMicros
  bytea: Uint8Array
  hstore: ReadonlyMap<string, string | null>
  oid: number
  xid: number
  cid: number
  vector: readonly number[]
  halfvec: readonly number[]
  geometry: Uint8Array
  geography: Uint8Array
}

type ValueOfTag<Tag> = Tag extends keyof ScalarValues
  ? ScalarValues[Tag]
  : Tag extends readonly ['numeric', ...unknown[]]
    ? Decimal
    : Tag extends readonly ['array', infer Element]
      ? readonly (JsValue<Element> | null)[]
      : Tag extends readonly ['enum', infer Label]
        ? Label
        : Tag extends readonly ['printed', string]
          ? string
          : Tag extends readonly ['composite', infer Fields]
            ? JsRow<Fields>
            : Tag extends readonly [
                  'personal',
                  infer Category extends PersonalCategory,
                  infer Inner,
                ]
              ? PersonalValue<ValueOfTag<Inner>, Category>
              : never

/**
 * What a function of a task sees of a column: exact, and never a lossy JavaScript default
 * (`numeric` is a {@link Decimal}, `bigint` a bigint, a timestamp its microseconds).
 */
export type JsValue<Value> = Value extends null ? null : ValueOfTag<TagOf<Value>>

/** A row of a query as the functions of a task see it. */
export type JsRow<Row> = { readonly [Name in keyof Row]: JsValue<Row[Name]> }
