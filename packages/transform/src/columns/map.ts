import { hstoreDecoder, type SourceType } from '@carmilla/extract'
import type { ColumnDecoder } from '@carmilla/extract'
import { MapBuilder } from '../builders/map-builder.ts'
import type { Column, DecoderUse } from '../column.ts'
import type { RecordType } from '../record-type.ts'

/** The record type of a map. */
export interface MapType<Key extends RecordType, Value extends RecordType> {
  readonly kind: 'map'
  readonly key: Key
  readonly value: Value
}

/** A map: `map(text(), text())` holds `hstore`. Its values may be NULL, its keys may not. */
export function map<Key extends RecordType, Value extends RecordType>(
  key: Column<Key, false>,
  value: Column<Value, false>,
): Column<MapType<Key, Value>, false, 'exact', 'error'> {
  return {
    type: { kind: 'map', key: key.type, value: value.type },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    values: value,
    decoder: (source, use) => decoderOf(key, value, source, use),
    builder: () => new MapBuilder(key.builder(), value.builder()),
  }
}

function decoderOf(
  key: Column,
  value: Column,
  source: SourceType,
  use: DecoderUse,
): ColumnDecoder | undefined {
  if (source.kind !== 'hstore') return undefined
  const keys = key.decoder({ kind: 'text' }, { ...use, optional: false })
  const values = value.decoder({ kind: 'text' }, { ...use, optional: true })
  return keys && values && hstoreDecoder(keys, values)
}
