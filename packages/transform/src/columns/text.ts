import {
  bytesDecoder,
  type ColumnDecoder,
  numericTextDecoder,
  type SourceType,
} from '@carmilla/extract'
import { TextBuilder } from '../builders/text-builder.ts'
import type { Column } from '../column.ts'
import { MAX_DECIMAL_DIGITS } from '../record-batch.ts'

/**
 * Text, in UTF-8: holds `text`, `varchar`, `char(n)` with its blanks, `name`, and the labels of an
 * enum. Also what no other column holds, as Postgres prints it: `inet`, `interval`, ranges and every
 * other type without a column of its own, and `numeric` that is unconstrained or longer than a decimal.
 */
export function text(): Column<{ readonly kind: 'text' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'text' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: textDecoder,
    builder: () => new TextBuilder(),
  }
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
