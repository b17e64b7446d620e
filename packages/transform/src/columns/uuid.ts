import type { Column } from '../column.ts'
import { TextBuilder } from '../builders/text-builder.ts'
import { uuidTextDecoder } from '@carmilla/extract'

/** A UUID, written as its 36 lower-case characters. */
export function uuid(): Column<{ readonly kind: 'uuid' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'uuid' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) => (source.kind === 'uuid' ? uuidTextDecoder() : undefined),
    builder: () => new TextBuilder(),
  }
}
