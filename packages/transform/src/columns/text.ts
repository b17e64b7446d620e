import {
  bytesDecoder,
  type ColumnDecoder,
  numericTextDecoder,
  type SourceType,
} from '@carmilla/extract'
import { TextBuilder } from '../builders/text-builder.ts'
import type { Column } from '../column.ts'

/**
 * Text, in UTF-8: holds `text`, `varchar`, `char(n)` with its blanks, `name`, and the labels of an
 * enum; also unconstrained `numeric`, as the digits that Postgres prints.
 */
export function text(): Column<{ readonly kind: 'text' }, false, false, 'error'> {
  return {
    type: { kind: 'text' },
    optional: false,
    checked: false,
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
      return bytesDecoder()
    case 'numeric':
      return source.precision === null ? numericTextDecoder() : undefined
    default:
      return undefined
  }
}
