/** `true` when every `numeric(P, S)` is a `decimal(P2, S2)`; `null` is an unconstrained numeric. */
export type Fits<Precision, Scale, Precision2 extends number, Scale2 extends number> = [
  Precision,
  Scale,
] extends [number, number]
  ? number extends Precision
    ? false
    : [
          AtMost<Scale, Scale2>,
          AtMost<Difference<Precision, Scale>, Difference<Precision2, Scale2>>,
        ] extends [true, true]
      ? true
      : false
  : false

type Tuple<Length extends number, Items extends 0[] = []> = Items['length'] extends Length
  ? Items
  : Items['length'] extends 1000
    ? never
    : Tuple<Length, [...Items, 0]>

/** `a - b`, or `never` when it is negative (a scale beyond the precision: no digits before the point). */
type Difference<A, B> = A extends number
  ? B extends number
    ? Tuple<A> extends [...Tuple<B>, ...infer Rest]
      ? Rest['length']
      : never
    : never
  : never

type AtMost<A, B> = [A] extends [never]
  ? true
  : A extends number
    ? B extends number
      ? Tuple<B> extends [...Tuple<A>, ...0[]]
        ? true
        : false
      : false
    : false
