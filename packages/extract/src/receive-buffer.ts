import { ExtractError } from './errors.ts'
import { READABLE_PADDING_BYTES } from './wire-batch.ts'

/** Bytes that one read of the socket may bring; measured best with narrow and with wide rows. */
export const RECEIVE_BUFFER_BYTES: number = 1 << 20

/** A buffer that is grown for a long message gets this much room beside it. */
const GROWTH_ROOM_BYTES = 65_536
/** Less room than this is not worth a read. */
const LEAST_ROOM_BYTES = 65_536
/** Message type and length. */
const HEADER_BYTES = 5
/** No message of Postgres is longer: one allocation of the server is at most 1 GiB. */
const MAX_MESSAGE_BYTES = 0x4000_0000

/**
 * The messages of a server in one piece of memory: `[start, framed)` are complete messages that
 * nobody took yet, `[framed, end)` is the beginning of one whose rest has not arrived.
 */
export interface Frames {
  readonly bytes: Buffer
  readonly view: DataView
  start: number
  framed: number // exclusive
  end: number // exclusive
}

/**
 * Collects the bytes of a connection and cuts them into whole messages.
 *
 * Two pieces of memory take turns: while the rows in one are held by a reader, the next read goes
 * to the other, which begins with the incomplete message that the first ended with. Memory grows
 * for a message longer than it, and the longer piece is dropped after use.
 */
export class ReceiveBuffer {
  #frames: Frames
  /** Where the next read goes while the rows in `#frames` are in use. */
  #upcoming: Frames | undefined
  #spare: Frames | undefined
  /** Length of the incomplete message at the end; 0 while it is not known. */
  #neededBytes = 0
  /** Longest message that is taken, its type included; Postgres itself sends none beyond 1 GiB. */
  maxMessageBytes: number = MAX_MESSAGE_BYTES + 1
  /** Whether the next read goes behind the rows that nobody took yet. */
  #appends = false
  #lastType: number | undefined

  constructor() {
    this.#frames = newFrames(RECEIVE_BUFFER_BYTES)
  }

  get frames(): Frames {
    return this.#frames
  }

  /** Type of the last message that the last read completed; undefined when it completed none. */
  get lastType(): number | undefined {
    return this.#lastType
  }

  /**
   * Lets the next read go behind the rows that nobody took yet, in the same memory; returns false when
   * there is no room. None of these rows may be taken before that read.
   */
  append(): boolean {
    const { bytes, framed, end } = this.#frames
    const mostBytes = bytes.length - READABLE_PADDING_BYTES
    this.#appends = mostBytes - end >= LEAST_ROOM_BYTES && framed + this.#neededBytes <= mostBytes
    return this.#appends
  }

  /** Where the next read goes; call it again after every read, and fill it from its beginning. */
  space(): Buffer {
    const { bytes, end } = this.#makeRoom()
    return bytes.subarray(end, bytes.length - READABLE_PADDING_BYTES)
  }

  /**
   * Takes note of `byteCount` bytes that were read into {@link space}. What was framed before must
   * have been taken, unless the read was to {@link append}.
   *
   * @throws {ExtractError} `protocol_violation`
   */
  received(byteCount: number): void {
    if (this.#upcoming !== undefined) {
      if (this.#frames.bytes.length === RECEIVE_BUFFER_BYTES + READABLE_PADDING_BYTES) {
        this.#spare = this.#frames
      }
      this.#frames = this.#upcoming
      this.#upcoming = undefined
    }
    const frames = this.#frames
    frames.end += byteCount
    this.#neededBytes = 0
    this.#appends = false
    let last = -1
    while (frames.end - frames.framed >= HEADER_BYTES) {
      const messageBytes = messageBytesAt(frames, frames.framed)
      if (messageBytes > this.maxMessageBytes) throw tooLarge(messageBytes, this.maxMessageBytes)
      if (messageBytes > frames.end - frames.framed) {
        this.#neededBytes = messageBytes
        break
      }
      last = frames.framed
      frames.framed += messageBytes
    }
    this.#lastType = last < 0 ? undefined : frames.bytes[last]
  }

  #makeRoom(): Frames {
    if (this.#upcoming !== undefined) return this.#upcoming
    const frames = this.#frames
    if (this.#appends) return frames
    const partialBytes = frames.end - frames.framed
    const neededBytes = this.#neededBytes
    if (frames.start < frames.framed) {
      this.#upcoming = this.#takeSpare(neededBytes)
      moveRest(frames, this.#upcoming)
      return this.#upcoming
    }
    const roomBytes = frames.bytes.length - READABLE_PADDING_BYTES - frames.framed
    if (neededBytes > roomBytes || roomBytes - partialBytes < LEAST_ROOM_BYTES) {
      this.#frames = fits(frames, neededBytes) ? frames : this.#takeSpare(neededBytes)
      moveRest(frames, this.#frames)
    } else if (partialBytes === 0 && frames.bytes.length > RECEIVE_BUFFER_BYTES * 2) {
      this.#frames = this.#takeSpare(0)
    }
    if (this.#frames.start === this.#frames.end) {
      this.#frames.start = this.#frames.framed = this.#frames.end = 0
    }
    return this.#frames
  }

  #takeSpare(neededBytes: number): Frames {
    const spare = this.#spare
    this.#spare = undefined
    if (spare !== undefined && fits(spare, neededBytes)) return spare
    return newFrames(Math.max(RECEIVE_BUFFER_BYTES, neededBytes + GROWTH_ROOM_BYTES))
  }
}

/** Moves the incomplete message at the end of `from` to the beginning of `to`. */
function moveRest(from: Frames, to: Frames): void {
  const restBytes = from.end - from.framed
  from.bytes.copy(to.bytes, 0, from.framed, from.end)
  if (from !== to) from.end = from.framed
  to.start = 0
  to.framed = 0
  to.end = restBytes
}

function fits(frames: Frames, neededBytes: number): boolean {
  return neededBytes + READABLE_PADDING_BYTES + LEAST_ROOM_BYTES <= frames.bytes.length
}

function newFrames(byteCount: number): Frames {
  const bytes = Buffer.allocUnsafeSlow(byteCount + READABLE_PADDING_BYTES)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { bytes, view, start: 0, framed: 0, end: 0 }
}

function messageBytesAt(frames: Frames, position: number): number {
  const lengthBytes = frames.view.getInt32(position + 1)
  if (lengthBytes < HEADER_BYTES - 1 || lengthBytes > MAX_MESSAGE_BYTES) {
    throw new ExtractError(
      'protocol_violation',
      `message from postgres: length ${lengthBytes}; is this the port of a Postgres server?`,
    )
  }
  return 1 + lengthBytes
}

function tooLarge(messageBytes: number, maxBytes: number): ExtractError {
  return new ExtractError(
    'row_too_large',
    `a row has ${messageBytes} bytes, but there is memory for rows of up to ${maxBytes}; raise --memory, or lower --workers`,
    { context: { messageBytes, maxBytes } },
  )
}
