export type { Catalog, PublishedFile, TableVersion } from './catalog.ts'
export { LoadError } from './errors.ts'
export type { LoadErrorCode } from './errors.ts'
export { collectGarbage, DEFAULT_KEPT_VERSIONS, DEFAULT_RETENTION } from './garbage.ts'
export type { CollectedGarbage, CollectOptions, Retention } from './garbage.ts'
export type { GateOutcome } from './gates.ts'
export { HIVE_NULL, partitionFolder } from './hive-partition.ts'
export { hiveType } from './hive-type.ts'
export { manifestKey, tableLocation } from './layout.ts'
export { checkKey, tableFolder } from './object-key.ts'
export { readJson, writeJson } from './small-object.ts'
export { formatTableVersion, parseTableVersion } from './table-version-json.ts'
export { LocalSink } from './local-sink.ts'
export { openLocalTarget } from './local-target.ts'
export { NumberedCatalog } from './numbered-catalog.ts'
export { CATALOG_FOLDER, entryName, entryNumber } from './version-store.ts'
export type { VersionStore } from './version-store.ts'
export type { Target } from './target.ts'
export type { Manifest, SourceFacts } from './manifest.ts'
export { CODECS, DEFAULT_CODEC, parquetType, ParquetWriter } from './parquet/index.ts'
export type {
  Codec,
  ParquetFileFacts,
  ParquetOptions,
  ParquetWriterOptions,
} from './parquet/index.ts'
export { parquetFormat } from './parquet-format.ts'
export { parquetjsFormat } from './parquetjs/parquetjs-format.ts'
export type { ParquetjsCodec, ParquetjsOptions } from './parquetjs/options.ts'
export { codecsOf, DEFAULT_WRITER, defaultCodecOf, recordFormat, WRITERS } from './record-format.ts'
export type { FormatChoice, Writer } from './record-format.ts'
export { checkWritable, refusalText } from './writable.ts'
export { mergeFileOptions, parquetOptionsOf } from './file-options.ts'
export { DEFAULT_BUFFERED_BYTES, DEFAULT_FILE_BYTES, DEFAULT_OPEN_FILES } from './part-writer.ts'
export type { WrittenPart } from './part-writer.ts'
export { Publication } from './publication.ts'
export type { PublicationOptions, Published } from './publication.ts'
export type {
  ColumnFacts,
  ColumnRefusal,
  RecordFileFacts,
  RecordFormat,
  RecordWriter,
  RecordWriterOptions,
  StoredRecordFile,
} from './record-writer.ts'
export { rollback } from './rollback.ts'
export type { RollbackOptions } from './rollback.ts'
export { isRunId, newRunId } from './run-id.ts'
export {
  checkCompatible,
  SCHEMA_CHANGE_KINDS,
  schemaChanges,
  tableChanges,
} from './schema-changes.ts'
export type { SchemaChange, SchemaChangeKind, TableShape } from './schema-changes.ts'
export { shardBuffers, ShardWriter } from './shard-writer.ts'
export type { ShardWriterOptions, WrittenShard } from './shard-writer.ts'
export type { ObjectWriter, Sink, StoredObject, WrittenObject } from './sink.ts'
