import type { Column } from '../column.ts'
import { TextBuilder } from '../builders/text-builder.ts'
import { bytesDecoder, jsonbDecoder } from '@carmilla/extract'

/** JSON, written as the text that Postgres prints. */
export function json(): Column<{ readonly kind: 'json' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'json' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) =>
      source.kind === 'json'
        ? bytesDecoder()
        : source.kind === 'jsonb'
          ? jsonbDecoder()
          : undefined,
    builder: () => new TextBuilder(),
  }
}
