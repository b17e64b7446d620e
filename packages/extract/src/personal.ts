import type { Flavour, TagOf } from './pg-types/flavour.ts'

/** What a column tells about a person. */
export const PERSONAL_CATEGORIES = [
  'name',
  'email',
  'phone',
  'address',
  'birth',
  'id number',
  'financial',
  'ip address',
  'online id',
  'credential',
  'demographic',
  'health',
  'biometric',
  'image',
  'location',
  'free text',
  'other',
] as const
export type PersonalCategory = (typeof PERSONAL_CATEGORIES)[number]

/**
 * A column of personal data: `Personal<Varchar, 'email'>`. In a query it is compared as its type is;
 * no record column takes it until the task says what becomes of it.
 */
export type Personal<Value, Category extends PersonalCategory> = Plain<Value> &
  Flavour<readonly ['personal', Category, TagOf<Value>]>

/** A type without its mark: two marks on one value would be none. */
type Plain<Value> =
  TagOf<Value> extends readonly ['enum', infer Label]
    ? Label
    : TagOf<Value> extends readonly ['array', infer Element]
      ? readonly (Element | null)[]
      : TagOf<Value> extends readonly ['composite', infer Fields]
        ? Readonly<Fields>
        : Value extends string
          ? string
          : Value extends number
            ? number
            : Value extends bigint
              ? bigint
              : Value extends boolean
                ? boolean
                : Uint8Array

/** The tag of a column of personal data, around that of its type. */
export type PersonalTag = readonly ['personal', PersonalCategory, unknown]
