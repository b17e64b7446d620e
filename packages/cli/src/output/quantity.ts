const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const
const COUNT_UNITS = ['', 'k', 'M', 'G'] as const

/** `1234567` → `1,234,567`. */
export function formatCount(count: number | bigint): string {
  return count.toString().replaceAll(/\B(?=(\d{3})+$)/g, ',')
}

/** `1234567` → `1.2M`: for rates, where digits would flicker. */
export function formatShortCount(count: number): string {
  return scaled(count, COUNT_UNITS, '')
}

/** Decimal units, as disks and object stores bill them: `1234567` → `1.2 MB`. */
export function formatBytes(bytes: number): string {
  return scaled(bytes, BYTE_UNITS, ' ')
}

/** `0.4 s`, `12.3 s`, `4 m 05 s`, `2 h 03 m`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${twoDigits(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${twoDigits(Math.floor((whole % 3600) / 60))} m`
}

/** `1 table`, `2 tables`. */
export function formatNumberOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** `2026-03-01T12:00:00.123Z` → `2026-03-01 12:00:00`, still UTC. */
export function formatInstant(iso: string): string {
  return iso.replace('T', ' ').replace(/(\.\d+)?Z$/, '')
}

function scaled(value: number, units: readonly string[], gap: string): string {
  let scaledValue = value
  let unit = 0
  while (scaledValue >= 999.5 && unit < units.length - 1) {
    scaledValue /= 1000
    unit++
  }
  const digits = unit === 0 || scaledValue >= 99.5 ? 0 : 1
  return `${scaledValue.toFixed(digits)}${gap}${units[unit] ?? ''}`
}

function twoDigits(value: number): string {
  return value.toString().padStart(2, '0')
}
