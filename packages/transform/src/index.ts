export { epochDays, epochMicros, localMicros } from '@carmilla/extract'
export { civilOf, dateOf, isoDate } from './calendar.ts'
export { CHANGE_KINDS } from './change-counter.ts'
export type { ChangeCounter, ChangeKind } from './change-counter.ts'
export { clamp } from './clamp.ts'
export type { ClampText } from './clamp.ts'
export { internal, optional, UNCOUNTED } from './column.ts'
export type {
  Column,
  ColumnValue,
  Declaration,
  DecoderUse,
  Fit,
  InternalColumn,
  LossyWay,
  UnrepresentablePolicy,
} from './column.ts'
export { columnOf } from './column-of.ts'
export { asJson } from './columns/as-json.ts'
export { asText } from './columns/as-text.ts'
export { binary } from './columns/binary.ts'
export { bool } from './columns/bool.ts'
export { date } from './columns/date.ts'
export { decimal } from './columns/decimal.ts'
export { float32 } from './columns/float32.ts'
export { float64 } from './columns/float64.ts'
export { fromJson } from './columns/from-json.ts'
export type { FromJson, JsonOptions } from './columns/from-json.ts'
export { int16 } from './columns/int16.ts'
export { int32 } from './columns/int32.ts'
export { int64 } from './columns/int64.ts'
export { intervalParts } from './columns/interval-parts.ts'
export { json } from './columns/json.ts'
export { list } from './columns/list.ts'
export { map } from './columns/map.ts'
export { point } from './columns/point.ts'
export { range } from './columns/range.ts'
export { struct } from './columns/struct.ts'
export { text } from './columns/text.ts'
export { timeMicros } from './columns/time.ts'
export {
  timestampMicros,
  timestampMillis,
  timestamptzMicros,
  timestamptzMillis,
} from './columns/timestamp.ts'
export { uuid } from './columns/uuid.ts'
export { uuidBytes } from './columns/uuid-bytes.ts'
export {
  absolute,
  add,
  compare,
  decimalOf,
  divide,
  isZero,
  multiply,
  negate,
  subtract,
} from './decimal-arithmetic.ts'
export type { DecimalOrNull } from './decimal-arithmetic.ts'
export { defaultRecordType } from './default-record-type.ts'
export { defineTask } from './define-task.ts'
export type { TaskDefinition } from './define-task.ts'
export { TransformError } from './errors.ts'
export type { TransformErrorCode } from './errors.ts'
export { exactDecimal } from './exact-decimal.ts'
export type { ExactDecimal } from './exact-decimal.ts'
export type { Expectations } from './expectations.ts'
export { BYTES_ENCODINGS, CODECS } from './file-options.ts'
export type {
  BloomFilterOptions,
  Codec,
  BytesEncoding,
  ColumnFileOptions,
  FileOptions,
  FileShape,
  SortColumn,
} from './file-options.ts'
export { lookup } from './lookup.ts'
export type { Keep, Lookup, LookupView } from './lookup.ts'
export { lossy } from './lossy.ts'
export { NullBecause } from './null-because.ts'
export { classify, PERSONAL_POLICIES } from './personal/classify.ts'
export type {
  ColumnClasses,
  PersonalData,
  PersonalPolicy,
  TableClasses,
} from './personal/classify.ts'
export { detectPersonal } from './personal/detect-personal.ts'
export type { DetectedColumn } from './personal/detect-personal.ts'
export { classified } from './personal/personal-columns.ts'
export type { ClassifiedTables } from './personal/personal-columns.ts'
export { generalise } from './personal/generalise.ts'
export { HASH_KEY_VARIABLE } from './personal/hash-key.ts'
export { hash } from './personal/hash.ts'
export { mask } from './personal/mask.ts'
export type { MaskOptions } from './personal/mask.ts'
export type { PersonalUse } from './personal/protect-record.ts'
export { reveal } from './personal/reveal.ts'
export { truncateTo } from './personal/truncate-to.ts'
export type { Treated, Treatment, TreatmentKind } from './personal/treatment.ts'
export type { PartitionScheme } from './partition-scheme.ts'
export { plainTask } from './plain-task.ts'
export type { PlainColumn, PlainTaskDefinition } from './plain-task.ts'
export { queryBuilder } from './query-builder.ts'
export {
  decimalWidthBytes,
  INT32_DECIMAL_DIGITS,
  INT64_DECIMAL_DIGITS,
  MAX_DECIMAL_DIGITS,
} from './record-batch.ts'
export type { RecordBatch } from './record-batch.ts'
export type { PartitionBatch, ReadCounts, ReadNote, RecordReader } from './record-reader.ts'
export type { RecordField, RecordSchema, RecordType } from './record-type.ts'
export type { Mistake } from './select-names.ts'
export type { ShardableSource } from './shardable-source.ts'
export { shardableTable } from './shardable-table.ts'
export { showRecordType } from './show-record-type.ts'
export { safeName, taskNameOf } from './task-name.ts'
export type { OpenOptions, Task, TaskColumn } from './task.ts'
