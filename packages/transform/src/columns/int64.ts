import type { Column } from '../column.ts'
import { Int64Builder } from '../builders/int64-builder.ts'
import { type ColumnDecoder, int64Decoder, type SourceType } from '@carmilla/extract'

/** A whole number of 64 bits: holds `bigint`, `integer`, `smallint`, `oid`, `xid` and `cid`. */
export function int64(): Column<{ readonly kind: 'int64' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'int64' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: int64DecoderOf,
    builder: () => new Int64Builder(),
  }
}

function int64DecoderOf(source: SourceType): ColumnDecoder | undefined {
  switch (source.kind) {
    case 'int2':
    case 'int4':
    case 'int8':
    case 'oid':
    case 'xid':
    case 'cid':
      return int64Decoder(source.kind)
    default:
      return undefined
  }
}
