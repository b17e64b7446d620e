import { epochDays, localMicros } from '@carmilla/extract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { civilOf, dateOf, isoDate } from '../src/calendar.ts'
import { firstDayOfWeek } from '../src/partitions/week-of-month.ts'

const MICROS_PER_DAY = 86_400_000_000n

/** First day of a Postgres timestamp, 4714-11-24 BC, and the last that 64 bits of microseconds hold. */
const FIRST_DAY = -2_440_588
const LAST_DAY = 106_751_991

const day = fc.integer({ min: FIRST_DAY, max: LAST_DAY })

/** Days since 1970 of a civil date, by counting whole years and months. */
function daysOf(year: number, month: number, dayOfMonth: number): number {
  const years = year - 1
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400)
  const before = monthLengths(year)
    .slice(0, month - 1)
    .reduce((sum, length) => sum + length, 0)
  return years * 365 + leapDays + before + dayOfMonth - 1 - 719_162
}

function monthLengths(year: number): readonly number[] {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

describe('civilOf', () => {
  test('agrees with counting years and months, over the whole range of timestamp', () => {
    fc.assert(
      fc.property(day, (days) => {
        const civil = civilOf(epochDays(days))
        expect(daysOf(civil.year, civil.month, civil.day)).toBe(days)
        expect(civil.day).toBeLessThanOrEqual(monthLengths(civil.year)[civil.month - 1] ?? 0)
        expect(civil.day).toBeGreaterThanOrEqual(1)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    [0, 1970, 1, 1],
    [-1, 1969, 12, 31],
    [11_016, 2000, 2, 29],
    [-25_509, 1900, 2, 28],
    [-25_508, 1900, 3, 1],
    [-719_162, 1, 1, 1],
    [-719_163, 0, 12, 31],
    [FIRST_DAY, -4713, 11, 24],
    [LAST_DAY, 294_247, 1, 10],
    [2_145_042_905, 5_874_897, 12, 31],
  ])('gives day %i as %i-%i-%i', (days, year, month, dayOfMonth) => {
    expect(civilOf(epochDays(days))).toEqual({ year, month, day: dayOfMonth })
  })
})

describe('dateOf', () => {
  test('gives the day in which a moment lies, before 1970 too', () => {
    fc.assert(
      fc.property(day, fc.bigInt({ min: 0n, max: MICROS_PER_DAY - 1n }), (days, ofDay) => {
        const moment = localMicros(BigInt(days) * MICROS_PER_DAY + ofDay)
        expect(dateOf(moment)).toBe(days)
      }),
    )
  })

  test('is NULL for NULL', () => {
    expect(dateOf(null)).toBeNull()
  })
})

describe('firstDayOfWeek', () => {
  test('lies in the same month, on day 1, 8, 15, 22 or 29, less than seven days before', () => {
    fc.assert(
      fc.property(day, (days) => {
        const first = firstDayOfWeek(epochDays(days))
        const [of, start] = [civilOf(epochDays(days)), civilOf(first)]
        expect([start.year, start.month]).toEqual([of.year, of.month])
        expect([1, 8, 15, 22, 29]).toContain(start.day)
        expect(days - first).toBeGreaterThanOrEqual(0)
        expect(days - first).toBeLessThan(7)
      }),
    )
  })

  test.each([
    ['2026-03-01', '2026-03-01'],
    ['2026-03-07', '2026-03-01'],
    ['2026-03-08', '2026-03-08'],
    ['2026-03-28', '2026-03-22'],
    ['2026-03-29', '2026-03-29'],
    ['2026-03-31', '2026-03-29'],
    ['2024-02-29', '2024-02-29'],
    ['2023-02-28', '2023-02-22'],
  ])('of %s is %s', (of, first) => {
    const days = Date.parse(of) / 86_400_000
    expect(isoDate(firstDayOfWeek(epochDays(days)))).toBe(first)
  })
})

describe('isoDate', () => {
  test.each([
    [0, '1970-01-01'],
    [-719_162, '0001-01-01'],
    [-719_163, '0000-12-31'],
    [FIRST_DAY, '-004713-11-24'],
    [2_932_896, '9999-12-31'],
    [2_932_897, '+010000-01-01'],
    [LAST_DAY, '+294247-01-10'],
    [2_145_042_905, '+5874897-12-31'],
  ])('of day %i is %s', (days, text) => {
    expect(isoDate(epochDays(days))).toBe(text)
  })
})
