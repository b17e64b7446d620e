const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Longest time that a timer of Node.js can wait, in milliseconds: 24.8 days. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** Milliseconds of `500ms`, `90s`, `30m`, `2h`; `undefined` for anything else. */
export function parseDurationMs(text: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  const durationMs = Math.round(Number(digits) * (UNIT_MS[unit ?? ''] ?? Number.NaN))
  return durationMs >= 1 && durationMs <= MAX_TIMER_MS ? durationMs : undefined
}
