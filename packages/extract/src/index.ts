export type { ChangedValues } from './changed-values.ts'
export { ClampingDecoder } from './clamping-decoder.ts'
export type { ClampBounds } from './clamping-decoder.ts'
export {
  boolDecoder,
  bytesDecoder,
  dateDecoder,
  decimalDecoder,
  float32Decoder,
  float64Decoder,
  geometryDecoder,
  hstoreDecoder,
  int32Decoder,
  int64Decoder,
  intervalDecoder,
  jsonbDecoder,
  listDecoder,
  multirangeDecoder,
  numericTextDecoder,
  pointDecoder,
  printedListDecoder,
  rangeDecoder,
  structDecoder,
  timeMicrosDecoder,
  timestampMicrosDecoder,
  uuidBytesDecoder,
  uuidTextDecoder,
  vectorDecoder,
} from './column-decoders.ts'
export { connect } from './connect.ts'
export type { AskSession, BatchOptions, Connection, FetchPace } from './connection.ts'
export {
  connectionSettings,
  DEFAULT_APPLICATION_NAME,
  DEFAULT_CONNECT_TIMEOUT_MS,
  DEFAULT_IDLE_IN_TRANSACTION_TIMEOUT_MS,
  DEFAULT_SSL_MODE,
  SSL_MODES,
} from './connection-settings.ts'
export type { ConnectionSettings, SettingsSources, SslMode } from './connection-settings.ts'
export { Decimal } from './decimal.ts'
export { FetchSize } from './fetch-size.ts'
export type { Fetched } from './fetch-size.ts'
export { ExtractError } from './errors.ts'
export type { ErrorContext, ErrorOptions, ExtractErrorCode } from './errors.ts'
export { extensionType } from './extension-types.ts'
export { epochDays, epochMicros, localMicros } from './js-value.ts'
export type { EpochDays, EpochMicros, JsRow, JsValue, LocalMicros } from './js-value.ts'
export {
  cutTextDecoder,
  flatListDecoder,
  nearestFloat32Decoder,
  nearestFloat64Decoder,
  timestampDateDecoder,
  timestampMillisDecoder,
} from './lossy-decoders.ts'
export { openClient } from './open-client.ts'
export type { OpenClient } from './open-client.ts'
export { joinSnapshot, openSnapshot } from './open-snapshot.ts'
export { openShardSnapshots } from './shard-snapshots.ts'
export { planShards } from './plan-shards.ts'
export type { ShardPlan, ShardPlanOptions } from './plan-shards.ts'
export { PersonalValue } from './personal-value.ts'
export { PERSONAL_CATEGORIES } from './personal.ts'
export type { Personal, PersonalCategory, PersonalTag } from './personal.ts'
export type { PgArray } from './pg-types/array.ts'
export type { Bit } from './pg-types/bit.ts'
export type { Bool } from './pg-types/bool.ts'
export type { Bpchar } from './pg-types/bpchar.ts'
export type { Bytea } from './pg-types/bytea.ts'
export type { Char } from './pg-types/char.ts'
export type { Cidr } from './pg-types/cidr.ts'
export type { Composite, StructField } from './pg-types/composite.ts'
export type { DateColumn } from './pg-types/date.ts'
export type { PgEnum } from './pg-types/enum.ts'
export type { Flavour, TagOf } from './pg-types/flavour.ts'
export type { Float4 } from './pg-types/float4.ts'
export type { Float8 } from './pg-types/float8.ts'
export type { Geography, Geometry } from './pg-types/geometry.ts'
export type { Halfvec } from './pg-types/halfvec.ts'
export type { Hstore } from './pg-types/hstore.ts'
export type { Inet } from './pg-types/inet.ts'
export type { Int2 } from './pg-types/int2.ts'
export type { Int4 } from './pg-types/int4.ts'
export type { Int8 } from './pg-types/int8.ts'
export type { Interval } from './pg-types/interval.ts'
export type { Json } from './pg-types/json.ts'
export type { Jsonb } from './pg-types/jsonb.ts'
export type { Jsonpath } from './pg-types/jsonpath.ts'
export type { Macaddr } from './pg-types/macaddr.ts'
export type { Macaddr8 } from './pg-types/macaddr8.ts'
export type { Money } from './pg-types/money.ts'
export { multirangeElement } from './pg-types/multirange.ts'
export type {
  DateMultirange,
  Int4Multirange,
  Int8Multirange,
  NumMultirange,
  TsMultirange,
  TstzMultirange,
} from './pg-types/multirange.ts'
export type { Name } from './pg-types/name.ts'
export type { DecimalType } from './pg-types/numeric-decimal.ts'
export type { Numeric } from './pg-types/numeric.ts'
export type { Cid, Oid, Xid } from './pg-types/oid.ts'
export type { PgLsn } from './pg-types/pg-lsn.ts'
export type { PgSnapshot } from './pg-types/pg-snapshot.ts'
export type { Point } from './pg-types/point.ts'
export type { Printed } from './pg-types/printed.ts'
export { rangeSubtype } from './pg-types/range.ts'
export type {
  DateRange,
  Int4Range,
  Int8Range,
  NumRange,
  TsRange,
  TstzRange,
} from './pg-types/range.ts'
export type { Text } from './pg-types/text.ts'
export type { Tid } from './pg-types/tid.ts'
export type { Time } from './pg-types/time.ts'
export type { Timestamp } from './pg-types/timestamp.ts'
export type { Timestamptz } from './pg-types/timestamptz.ts'
export type { Timetz } from './pg-types/timetz.ts'
export type { Tsquery } from './pg-types/tsquery.ts'
export type { Tsvector } from './pg-types/tsvector.ts'
export type { TxidSnapshot } from './pg-types/txid-snapshot.ts'
export type { Uuid } from './pg-types/uuid.ts'
export type { Varbit } from './pg-types/varbit.ts'
export type { Varchar } from './pg-types/varchar.ts'
export type { PgVector } from './pg-types/vector.ts'
export type { Xid8 } from './pg-types/xid8.ts'
export type { Xml } from './pg-types/xml.ts'
export type {
  ColumnOrigin,
  CompositeField,
  OriginTable,
  ResultColumn,
  ScalarTypeName,
  SourceType,
} from './result-column.ts'
export { RowBudget } from './row-budget.ts'
export { epochNowMs } from './session-meter.ts'
export type { ReadingUsage, SessionUsage } from './session-meter.ts'
export { shownText } from './shown-text.ts'
export { KEY_TYPES } from './shard-range.ts'
export type { CtidRange, KeyRange, KeyType, ShardRange } from './shard-range.ts'
export type { Snapshot, SnapshotFacts } from './snapshot.ts'
export { openSingleSession } from './single-session.ts'
export type { SourceLimits, SourceLoad } from './source-limits.ts'
export { SourceMeter } from './source-meter.ts'
export type { SourceUsage } from './source-meter.ts'
export { SourcePace } from './source-pace.ts'
export type { SourcePaceOptions, Wait } from './source-pace.ts'
export type { SourceQuery } from './source-query.ts'
export type { RelationName } from './source-storage.ts'
export { textRows } from './text-rows.ts'
export { TABLE_KINDS } from './table-descriptor.ts'
export type {
  ColumnDescriptor,
  EnumDescriptor,
  ForeignKeyDescriptor,
  TableDescriptor,
  TableKind,
} from './table-descriptor.ts'
export { jsonTextDecoder, printedTextDecoder } from './text-decoders.ts'
export { valueReader } from './value-reader.ts'
export type {
  BoolVector,
  BytesVector,
  ColumnDecoder,
  FixedVector,
  Float32Vector,
  Float64Vector,
  Int32Vector,
  Int64Vector,
  ListVector,
  MapVector,
  StructVector,
  ValueReader,
  Vector,
} from './vector.ts'
export { comesPrinted } from './wire-format.ts'
export { READABLE_PADDING_BYTES } from './wire-batch.ts'
export type { WireBatch } from './wire-batch.ts'
