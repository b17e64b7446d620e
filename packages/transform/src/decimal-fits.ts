/** `true` when every `numeric(P, S)` is a `decimal(P2, S2)`; `null` is an unconstrained numeric. */
export type Fits<Precision, Scale, Precision2 extends number, Scale2 extends number> =
  SmallestDecimal<Precision, Scale> extends readonly [infer Precision1, infer Scale1]
    ? [
        AtMost<Scale1, Scale2>,
        AtMost<Difference<Precision1, Scale1>, Difference<Precision2, Scale2>>,
      ] extends [true, true]
      ? true
      : false
    : false

/** `true` when a numeric of scale `Scale` may have more digits after its point than `Scale2`. */
export type Rounds<Scale, Scale2 extends number> = Scale extends number
  ? `${Scale}` extends `-${string}`
    ? false
    : AtMost<Scale, Scale2> extends true
      ? false
      : true
  : true

/**
 * The smallest decimal that holds every `numeric(P, S)`, as `[P, S]`: the same, unless the scale is
 * negative (`numeric(3,-2)` ends in two zeros: `decimal(5, 0)`) or beyond the precision
 * (`numeric(3,5)` starts with two: `decimal(5, 5)`). `undefined` when it has more than 38 digits,
 * and for an unconstrained numeric.
 */
export type SmallestDecimal<Precision, Scale> = number extends Precision | Scale
  ? undefined
  : Scale extends number
    ? `${Scale}` extends `-${infer Zeros extends number}`
      ? Counted<Sum<Precision, Zeros>, 0>
      : AtMost<Scale, Precision> extends true
        ? Counted<Precision, Scale>
        : Counted<Scale, Scale>
    : undefined

/** A precision that a decimal can have, or one that is only known at run time; else a sentence. */
export type CheckPrecision<Precision extends number> = number extends Precision
  ? Precision
  : [Digits<Precision>] extends [never] | [[]]
    ? 'the precision of a decimal is a whole number of digits, 1 to 38'
    : Precision

/** A scale that a decimal of this precision can have, or one only known at run time; else a sentence. */
export type CheckScale<Precision extends number, Scale extends number> = number extends
  | Precision
  | Scale
  ? Scale
  : [Digits<Precision>] extends [never]
    ? Scale
    : AtMost<Scale, Precision> extends true
      ? Scale
      : `the scale of a decimal of ${Precision} digits is a whole number, 0 to ${Precision}`

type Counted<Precision, Scale> = [Digits<Precision>] extends [never]
  ? undefined
  : readonly [Precision, Scale]

/** A tuple to count with; `never` beyond 38, the most digits of a decimal. */
type Digits<Count, Items extends 0[] = []> = Items['length'] extends Count
  ? Items
  : Items['length'] extends 38
    ? never
    : Digits<Count, [...Items, 0]>

type Sum<A, B> = [...Digits<A>, ...Digits<B>]['length']

type Difference<A, B> = Digits<A> extends [...Digits<B>, ...infer Rest] ? Rest['length'] : never

type AtMost<A, B> = Digits<B> extends [...Digits<A>, ...0[]] ? true : false
