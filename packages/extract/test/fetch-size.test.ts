import { FetchSize } from '@carmilla/extract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FETCH_TARGET_BYTES, FETCH_TARGET_MS } from '../src/fetch-size.ts'

/** Fetches until the size has settled, from a server of this speed. */
function settledRows(server: {
  readonly rowsPerMs: number
  readonly rowBytes: number
  readonly latencyMs: number
}): number {
  const size = new FetchSize()
  for (let fetch = 0; fetch < 40; fetch++) {
    const { rows } = size
    const elapsedMs = server.latencyMs + rows / server.rowsPerMs
    size.learn({ rows, elapsedMs, bytes: rows * server.rowBytes })
  }
  return size.rows
}

describe('the size of a fetch', () => {
  test('begins with few rows, as nothing is known of them', () => {
    expect(new FetchSize().rows).toBe(64)
  })

  test('grows to what comes in the time where the server is slow', () => {
    expect(settledRows({ rowsPerMs: 2, rowBytes: 100, latencyMs: 0 })).toBe(2 * FETCH_TARGET_MS)
  })

  test('grows to what the sockets hold where the server is fast', () => {
    const rowBytes = 1024
    const rows = settledRows({ rowsPerMs: 1000, rowBytes, latencyMs: 1 })
    expect(rows).toBe(FETCH_TARGET_BYTES / rowBytes)
  })

  test('is one row where one takes longer than it may', () => {
    expect(settledRows({ rowsPerMs: 0.001, rowBytes: 10, latencyMs: 0 })).toBe(1)
  })

  test('is one row where one is larger than the sockets', () => {
    expect(settledRows({ rowsPerMs: 10, rowBytes: 100_000_000, latencyMs: 0 })).toBe(1)
  })

  test('is never above a limit', () => {
    const size = new FetchSize(10)
    expect(size.rows).toBe(10)
    size.learn({ rows: 10, elapsedMs: 0.01, bytes: 100 })
    expect(size.rows).toBe(10)
    expect(new FetchSize(0).rows).toBe(1)
  })

  test('shrinks at once when a fetch took too long', () => {
    const size = new FetchSize()
    size.learn({ rows: 64, elapsedMs: 10 * FETCH_TARGET_MS, bytes: 640 })
    expect(size.rows).toBe(6)
  })

  test('says nothing of rows that did not come', () => {
    const size = new FetchSize()
    size.learn({ rows: 0, elapsedMs: 5000, bytes: 20 })
    expect(size.rows).toBe(64)
  })

  test('keeps fetches of a steady server within time and bytes', () => {
    const server = fc.record({
      rowsPerMs: fc.double({ min: 0.1, max: 10_000, noNaN: true }),
      rowBytes: fc.integer({ min: 8, max: 2_000_000 }),
      latencyMs: fc.constantFrom(0, 0.2, 5, 40),
    })
    fc.assert(
      fc.property(server, ({ rowsPerMs, rowBytes, latencyMs }) => {
        const rows = settledRows({ rowsPerMs, rowBytes, latencyMs })
        const elapsedMs = latencyMs + rows / rowsPerMs
        expect(rows === 1 || elapsedMs <= FETCH_TARGET_MS + 1 / rowsPerMs + 1e-6).toBe(true)
        expect(rows === 1 || rows * rowBytes <= FETCH_TARGET_BYTES).toBe(true)
      }),
    )
  })
})
