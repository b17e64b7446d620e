/**
 * Frees the memory of a buffer at once, which must not be touched again.
 *
 * The collector knows the memory of buffers only as a number, and lets tens of megabytes pile up
 * before it looks. Small buffers are left to it: they may share their memory with others.
 */
export function freeMemory({ buffer }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength < LEAST_FREED_BYTES) return
  buffer.transfer(0)
}

/** More than Node.js' own pool of small buffers has. */
const LEAST_FREED_BYTES = 128 * 1024
