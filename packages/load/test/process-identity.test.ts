import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { isSurelyDead, thisProcess, UNKNOWN_PROCESS_MS } from '../src/process-identity.ts'

describe('isSurelyDead', () => {
  const self = thisProcess()
  const longAgoMs = 0

  it('takes this process for alive, however long it has been silent', () => {
    expect(isSurelyDead(self, longAgoMs)).toBe(false)
  })

  it('knows at once that a process has ended', () => {
    const pid = Number(execFileSync('sh', ['-c', 'echo $$']).toString())
    expect(isSurelyDead({ ...self, pid }, Date.now())).toBe(true)
  })

  it('tells a process from a later one with the same pid', () => {
    expect(isSurelyDead({ ...self, startTicks: '1' }, Date.now())).toBe(true)
  })

  it.each([
    ['another boot', { bootId: 'another' }],
    ['another container', { pidNamespace: '1' }],
    ['an unknown platform', { bootId: null, pidNamespace: null, startTicks: null }],
  ])('waits a day for a process of %s', (_what, difference) => {
    const other = { ...self, pid: 1, ...difference }
    expect(isSurelyDead(other, 1000, 1000 + UNKNOWN_PROCESS_MS)).toBe(false)
    expect(isSurelyDead(other, 1000, 1001 + UNKNOWN_PROCESS_MS)).toBe(true)
  })
})
