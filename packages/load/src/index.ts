export type { Catalog, PublishedFile, TableVersion } from './catalog.ts'
export { LoadError } from './errors.ts'
export type { LoadErrorCode } from './errors.ts'
export type { ObjectWriter, Sink, StoredObject, WrittenObject } from './sink.ts'
