export type { Expectations } from './expectations.ts'
export type { RecordBatch } from './record-batch.ts'
export {
  decimalWidthBytes,
  INT32_DECIMAL_DIGITS,
  INT64_DECIMAL_DIGITS,
  MAX_DECIMAL_DIGITS,
} from './record-batch.ts'
export type { RecordField, RecordSchema, RecordType } from './record-type.ts'
