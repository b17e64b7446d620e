import { type SessionUsage, SourceMeter } from '@carmilla/extract'
import { describe, expect, test } from 'vitest'

function session(usage: Partial<SessionUsage>): SessionUsage {
  return {
    backendPid: 1,
    openedAtMs: 0,
    closedAtMs: 10,
    longestQueryMs: 0,
    longestTransactionMs: 0,
    xminAge: null,
    sentBytes: 0,
    pausedMs: 0,
    ...usage,
  }
}

function usageOf(...sessions: readonly Partial<SessionUsage>[]) {
  const meter = new SourceMeter()
  meter.add(sessions.map(session))
  return meter.usage()
}

describe('the backends at one time', () => {
  test('are none before any session', () => {
    expect(usageOf()).toMatchObject({ peakBackends: 0, oldestXminAge: null, sentBytes: 0 })
  })

  test('are those whose times overlap', () => {
    const { peakBackends } = usageOf(
      { openedAtMs: 0, closedAtMs: 10 },
      { openedAtMs: 2, closedAtMs: 4 },
      { openedAtMs: 5, closedAtMs: 7 },
      { openedAtMs: 20, closedAtMs: 30 },
    )
    expect(peakBackends).toBe(2)
  })

  test('are both of one that ends as the other begins', () => {
    const { peakBackends } = usageOf(
      { openedAtMs: 0, closedAtMs: 5 },
      { openedAtMs: 5, closedAtMs: 10 },
    )
    expect(peakBackends).toBe(2)
  })

  test('are those that have not ended yet', () => {
    const open = { openedAtMs: 0, closedAtMs: null }
    expect(usageOf(open, open, { openedAtMs: 50, closedAtMs: 60 }).peakBackends).toBe(3)
  })
})

test('the longest counts of times and ages, the sum of bytes and pauses', () => {
  const usage = usageOf(
    { longestQueryMs: 3.4, longestTransactionMs: 900, xminAge: 12, sentBytes: 7, pausedMs: 0.3 },
    { longestQueryMs: 5.6, longestTransactionMs: 100, xminAge: null, sentBytes: 8, pausedMs: 0.4 },
  )
  expect(usage).toEqual({
    longestQueryMs: 6,
    longestTransactionMs: 900,
    oldestXminAge: 12,
    peakBackends: 2,
    parallelWorkers: 0,
    sentBytes: 15,
    pausedMs: 1,
  })
})
