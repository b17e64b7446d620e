import type { Column } from '../column.ts'
import { BoolBuilder } from '../builders/bool-builder.ts'
import { boolDecoder } from '@carmilla/extract'

/** A truth value. */
export function bool(): Column<{ readonly kind: 'bool' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'bool' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) => (source.kind === 'bool' ? boolDecoder() : undefined),
    builder: () => new BoolBuilder(),
  }
}
