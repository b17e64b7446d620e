import { decimalDecoder, type SourceType } from '@carmilla/extract'
import { DecimalBuilder } from '../builders/decimal-builder.ts'
import type { Column } from '../column.ts'
import type { CheckPrecision, CheckScale } from '../decimal-fits.ts'
import { TransformError } from '../errors.ts'
import { MAX_DECIMAL_DIGITS } from '../record-batch.ts'

/** The record type of a decimal. */
export interface DecimalType<Precision extends number, Scale extends number> {
  readonly kind: 'decimal'
  readonly precision: Precision
  readonly scale: Scale
}

export function decimal<const Precision extends number, const Scale extends number>(
  precision: CheckPrecision<Precision>,
  scale: CheckScale<Precision, Scale>,
): Column<DecimalType<Precision, Scale>, false, 'exact', 'error'>
export function decimal<const Precision extends number, const Scale extends number>(
  precision: CheckPrecision<Precision>,
  scale: CheckScale<Precision, Scale>,
  options: { readonly overflow: 'error' },
): Column<DecimalType<Precision, Scale>, false, 'checked', 'error'>
/**
 * An exact decimal of `precision` digits (1–38), `scale` of them after the point.
 *
 * Holds `numeric(p, s)` when every value fits. With `overflow: 'error'` it also takes a wider or
 * unconstrained `numeric`; a value with too many digits then stops the run, and is never rounded.
 * `lossy(decimal(10, 2), …)` takes a `numeric` with more digits after its point and rounds it half away
 * from zero; too many digits before the point are still refused.
 *
 * A precision or scale that no decimal has does not compile.
 * @throws {TransformError} record_mismatch, for numbers that the compiler does not know
 */
export function decimal<const Precision extends number, const Scale extends number>(
  precision: Precision,
  scale: Scale,
  options?: { readonly overflow: 'error' },
): Column<DecimalType<Precision, Scale>, false, 'exact' | 'checked', 'error'> {
  if (!isDecimal(precision, scale)) {
    throw new TransformError(
      'record_mismatch',
      `decimal(${precision}, ${scale}) is not a decimal type; the precision is 1 to ${MAX_DECIMAL_DIGITS}, the scale 0 to the precision`,
    )
  }
  const checked = options !== undefined
  return {
    type: { kind: 'decimal', precision, scale },
    optional: false,
    fit: checked ? 'checked' : 'exact',
    unrepresentable: 'error',
    decoder: (source) =>
      checked
        ? source.kind === 'numeric'
          ? decimalDecoder({ precision, scale })
          : undefined
        : fits(source, precision, scale)
          ? decimalDecoder({ precision, scale })
          : undefined,
    lossyWay: {
      decoder: (source, changes, reason) =>
        source.kind === 'numeric' && (checked || rounds(source, scale))
          ? decimalDecoder({ precision, scale }, changes.changed('rounded', reason))
          : undefined,
    },
    builder: () => new DecimalBuilder(precision, scale),
  }
}

function isDecimal(precision: number, scale: number): boolean {
  const whole = Number.isInteger(precision) && Number.isInteger(scale)
  return (
    whole && precision >= 1 && precision <= MAX_DECIMAL_DIGITS && scale >= 0 && scale <= precision
  )
}

/** Whether a numeric may have more digits after its point. */
function rounds(source: Extract<SourceType, { kind: 'numeric' }>, scale: number): boolean {
  return source.scale === null || source.scale > scale
}

function fits(source: SourceType, precision: number, scale: number): boolean {
  if (source.kind !== 'numeric' || source.precision === null || source.scale === null) return false
  return source.scale <= scale && source.precision - source.scale <= precision - scale
}
