import {
  bytesDecoder,
  type ColumnDecoder,
  cutTextDecoder,
  numericTextDecoder,
  type SourceType,
} from '@carmilla/extract'
import { CutTextBuilder } from '../builders/cut-text-builder.ts'
import { TextBuilder } from '../builders/text-builder.ts'
import type { Column, LossyWay } from '../column.ts'
import { TransformError } from '../errors.ts'
import { MAX_DECIMAL_DIGITS } from '../record-batch.ts'
import type { CutText } from '../record-type.ts'

export function text(): Column<{ readonly kind: 'text' }, false, 'exact', 'error'>
export function text(options: {
  readonly maxCharacters: number
}): Column<CutText, false, 'exact', 'error'>
/**
 * Text, in UTF-8: holds `text`, `varchar`, `char(n)` with its blanks, `name`, and the labels of an
 * enum. Also what no other column holds, as Postgres prints it: `inet`, `interval`, ranges and every
 * other type without a column of its own, and `numeric` that is unconstrained or longer than a decimal.
 *
 * With `maxCharacters` (code points, 1 or more) it holds nothing exactly: `lossy(text({ maxCharacters:
 * 80 }), …)` cuts longer text behind that character.
 * @throws {TransformError} record_mismatch, when that is no whole number from 1
 */
export function text(options?: {
  readonly maxCharacters: number
}): Column<{ readonly kind: 'text' }, false, 'exact', 'error'> {
  const plain = {
    type: { kind: 'text' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
  } as const
  if (options === undefined) {
    return { ...plain, decoder: textDecoder, builder: () => new TextBuilder() }
  }
  const { maxCharacters } = options
  checkMaxCharacters(maxCharacters)
  return {
    ...plain,
    decoder: () => undefined,
    lossyWay: cutting(maxCharacters),
    builder: () => new CutTextBuilder({ maxCharacters, truncates: false }),
  }
}

function cutting(maxCharacters: number): LossyWay {
  return {
    decoder: ({ kind }, changes, reason) =>
      kind === 'text' || kind === 'varchar' || kind === 'bpchar' || kind === 'name'
        ? cutTextDecoder(maxCharacters, changes.changed('truncated', reason))
        : undefined,
    builder: () => new CutTextBuilder({ maxCharacters, truncates: true }),
  }
}

function checkMaxCharacters(maxCharacters: number): void {
  if (Number.isSafeInteger(maxCharacters) && maxCharacters >= 1) return
  throw new TransformError(
    'record_mismatch',
    `text({ maxCharacters: ${maxCharacters} }): expected a whole number from 1`,
  )
}

function textDecoder(source: SourceType): ColumnDecoder | undefined {
  switch (source.kind) {
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'name':
    case 'enum':
    case 'printed':
      return bytesDecoder()
    case 'numeric':
      return fitsDecimal(source) ? undefined : numericTextDecoder()
    default:
      return undefined
  }
}

/** Digits of a `numeric`: those before the point may be fewer than none, and so may the scale. */
function fitsDecimal({ precision, scale }: Extract<SourceType, { kind: 'numeric' }>): boolean {
  if (precision === null || scale === null) return false
  const digits = scale < 0 ? precision - scale : Math.max(precision, scale)
  return digits <= MAX_DECIMAL_DIGITS
}
