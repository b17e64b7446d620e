/**
 * A place for immutable objects, addressed by keys with `/` between their parts.
 *
 * An object appears whole, when it is closed, or not at all, and is never overwritten.
 */
export interface Sink {
  /** Where the sink is, as users write it: `file:out`, `s3://bucket/prefix`. Never holds a secret. */
  readonly uri: string

  /**
   * Begins a new object.
   *
   * @throws {LoadError} `object_exists`, `target_not_writable`, `target_full`
   */
  create(key: string): Promise<ObjectWriter>

  /** Facts about a closed object, or `undefined` when there is none. */
  stat(key: string): Promise<StoredObject | undefined>

  /**
   * Reads `lengthBytes` bytes from `offsetBytes` of a closed object; never fewer.
   *
   * @throws {LoadError} `object_missing`, `read_failed`
   */
  read(key: string, offsetBytes: number, lengthBytes: number): Promise<Uint8Array>

  /**
   * Keys of the closed objects whose key starts with `prefix`, sorted; `prefix` ends with `/`.
   *
   * For finding the protocol's own records. Data is never found, read or deleted by listing.
   */
  list(prefix: string): Promise<readonly string[]>

  /** Deletes exactly these objects; a key that does not exist is not an error. */
  delete(keys: readonly string[]): Promise<void>

  /**
   * Removes what objects of these keys left that were begun and never closed, where such a thing is kept
   * under their keys; closed objects stay.
   */
  discardUnfinished?(keys: readonly string[]): Promise<void>

  /**
   * Removes what a thread of this process left unfinished when it died; never fails.
   *
   * @param thread - its `threadId`.
   */
  discardOf?(thread: number): Promise<void>
}

/** Receives the bytes of one object. */
export interface ObjectWriter extends AsyncDisposable {
  /** Takes bytes in order. The caller may reuse them once the promise resolves. */
  write(bytes: Uint8Array): Promise<void>

  /** Makes the object durable and visible under its key. */
  close(): Promise<WrittenObject>

  /** Gives up: nothing of the object stays behind. Harmless after `close`. */
  abort(): Promise<void>
}

/** What closing an object learned. */
export interface WrittenObject {
  readonly key: string
  readonly bytes: number
  /** SHA-256 of the object's bytes, lower-case hex. */
  readonly sha256: string
}

/** What a sink knows of an object that exists. */
export interface StoredObject {
  readonly key: string
  readonly bytes: number
}
