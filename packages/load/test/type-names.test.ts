import type { RecordType } from '@carmilla/transform'
import { expect, test } from 'vitest'
import { hiveType } from '../src/hive-type.ts'
import { parquetType } from '../src/parquet/type-text.ts'

const decimal = (precision: number, scale: number): RecordType => ({
  kind: 'decimal',
  precision,
  scale,
})
const timestamp = (utc: boolean): RecordType => ({ kind: 'timestamp', unit: 'micros', utc })

test.each([
  { type: { kind: 'bool' }, hive: 'boolean', parquet: 'BOOLEAN' },
  { type: { kind: 'int16' }, hive: 'smallint', parquet: 'INT32 INT(16, signed)' },
  { type: { kind: 'int32' }, hive: 'int', parquet: 'INT32' },
  { type: { kind: 'int64' }, hive: 'bigint', parquet: 'INT64' },
  { type: { kind: 'float32' }, hive: 'float', parquet: 'FLOAT' },
  { type: { kind: 'float64' }, hive: 'double', parquet: 'DOUBLE' },
  { type: decimal(9, 2), hive: 'decimal(9,2)', parquet: 'INT32 DECIMAL(9, 2)' },
  { type: decimal(18, 0), hive: 'decimal(18,0)', parquet: 'INT64 DECIMAL(18, 0)' },
  {
    type: decimal(38, 38),
    hive: 'decimal(38,38)',
    parquet: 'FIXED_LEN_BYTE_ARRAY(16) DECIMAL(38, 38)',
  },
  { type: { kind: 'text' }, hive: 'string', parquet: 'BYTE_ARRAY STRING' },
  { type: { kind: 'uuid' }, hive: 'string', parquet: 'BYTE_ARRAY STRING' },
  { type: { kind: 'json' }, hive: 'string', parquet: 'BYTE_ARRAY STRING' },
  { type: { kind: 'binary' }, hive: 'binary', parquet: 'BYTE_ARRAY' },
  { type: { kind: 'uuidBytes' }, hive: 'binary', parquet: 'FIXED_LEN_BYTE_ARRAY(16) UUID' },
  { type: { kind: 'timeMicros' }, hive: 'bigint', parquet: 'INT64 TIME(MICROS, local)' },
  { type: { kind: 'date' }, hive: 'date', parquet: 'INT32 DATE' },
  { type: timestamp(true), hive: 'timestamp', parquet: 'INT64 TIMESTAMP(MICROS, UTC)' },
  {
    type: { kind: 'timestamp', unit: 'millis', utc: true },
    hive: 'timestamp',
    parquet: 'INT64 TIMESTAMP(MILLIS, UTC)',
  },
  { type: timestamp(false), hive: 'timestamp', parquet: 'INT64 TIMESTAMP(MICROS, local)' },
  {
    type: { kind: 'list', element: { kind: 'list', element: decimal(9, 2) } },
    hive: 'array<array<decimal(9,2)>>',
    parquet: 'LIST<LIST<INT32 DECIMAL(9, 2)>>',
  },
  {
    type: {
      kind: 'struct',
      fields: [
        { name: 'a', type: { kind: 'int64' }, optional: true },
        { name: 'b', type: { kind: 'text' }, optional: true },
      ],
    },
    hive: 'struct<a:bigint,b:string>',
    parquet: 'GROUP<a: INT64, b: BYTE_ARRAY STRING>',
  },
  {
    type: { kind: 'map', key: { kind: 'text' }, value: { kind: 'int32' } },
    hive: 'map<string,int>',
    parquet: 'MAP<BYTE_ARRAY STRING, INT32>',
  },
] satisfies { type: RecordType; hive: string; parquet: string }[])(
  '$hive is $parquet in the file',
  ({ type, hive, parquet }) => {
    expect(hiveType(type)).toBe(hive)
    expect(parquetType(type)).toBe(parquet)
  },
)
