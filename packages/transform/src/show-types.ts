/** How Postgres types and record types are called in the sentences of the compiler. */
import type { TagOf } from '@carmilla/extract'
import type { HeldBy, IsCut, IsFromJson, StandsFor } from './record-type.ts'

export type ShowTag<Tag> = Tag extends string
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

export type Show<Type> =
  IsFromJson<Type> extends true ? `fromJson(${ShowType<Type>})` : ShowType<Type>

type ShowType<Type> = Type extends {
  readonly kind: 'decimal'
  readonly precision: infer Precision extends number
  readonly scale: infer Scale extends number
}
  ? `decimal(${Precision}, ${Scale})`
  : Type extends { readonly kind: 'timestamp'; readonly unit: infer Unit; readonly utc: infer Utc }
    ? `timestamp${Utc extends true ? 'tz' : ''}${Unit extends 'millis' ? 'Millis' : 'Micros'}()`
    : Type extends { readonly kind: 'list'; readonly element: infer Element }
      ? `list(${Show<Element>})`
      : Type extends { readonly kind: 'struct' }
        ? ShowStruct<HeldBy<Type>>
        : Type extends {
              readonly kind: 'map'
              readonly key: infer Key
              readonly value: infer Value
            }
          ? `map(${Show<Key>}, ${Show<Value>})`
          : [StandsFor<Type>] extends [never]
            ? Type extends { readonly kind: infer Kind extends string }
              ? IsCut<Type> extends true
                ? 'text({ maxCharacters: … })'
                : `${Kind}()`
              : never
            : `${Type extends { readonly kind: 'json' } ? 'asJson' : 'asText'}(${Show<StandsFor<Type>>})`

type ShowStruct<Held> = [Held] extends [never]
  ? 'struct({ … })'
  : Held extends readonly ['range', infer Bound, unknown]
    ? `range(${Show<Bound>})`
    : Held extends 'interval'
      ? 'intervalParts()'
      : 'point()'

export type Quoted<Name> = Name extends string ? `'${Name}'` : 'with a name that is not text'
