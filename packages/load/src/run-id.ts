import { randomBytes } from 'node:crypto'

/**
 * A new run id, `20260301T120000123Z-9f3a6c01d2e4`: sorts by time, safe in any path, and unique (48
 * random bits per millisecond).
 */
export function newRunId(now: Date = new Date()): string {
  const time = now.toISOString().replaceAll(/[-:.]/g, '')
  return `${time}-${randomBytes(6).toString('hex')}`
}

/** Whether `text` has the form of a run id. */
export function isRunId(text: string): boolean {
  return /^\d{8}T\d{9}Z-[0-9a-f]{12}$/.test(text)
}
