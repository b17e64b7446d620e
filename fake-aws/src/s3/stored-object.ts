import type { Checksum } from './checksums.ts'

/** Headers that are kept with an object, and given back with it. */
export type ObjectHeaders = Readonly<Record<string, string>>

/** One object; its bytes are in a file. */
export interface StoredObject {
  readonly file: string
  readonly bytes: number
  /** With its quotes. */
  readonly etag: string
  readonly modifiedAt: Date
  readonly headers: ObjectHeaders
  readonly checksum: Checksum | undefined
  readonly tags: string
}

/** A part of an upload that is not complete. */
export interface StoredPart {
  readonly file: string
  readonly bytes: number
  readonly etag: string
  readonly checksum: Checksum | undefined
}

/** An upload in parts, between its creation and its end. */
export interface Upload {
  readonly key: string
  readonly createdAt: Date
  readonly headers: ObjectHeaders
  readonly tags: string
  readonly parts: Map<number, StoredPart>
}

export interface Bucket {
  readonly name: string
  readonly region: string
  readonly objects: Map<string, StoredObject>
  readonly uploads: Map<string, Upload>
  /** Documents of `?encryption`, `?policy`, …, as they were put. */
  readonly settings: Map<string, string>
}
