import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatInstant,
  formatNumberOf,
  formatSeconds,
} from '../src/output/quantity.ts'
import { Secrets } from '../src/output/secrets.ts'
import { formatRecords } from '../src/output/text-records.ts'
import { formatTable } from '../src/output/text-table.ts'
import { textWidth } from '../src/output/text-width.ts'

describe('the width of a text', () => {
  test.each([
    '',
    'orders',
    '… ↵ → · ─',
    'Zoë',
    '漢字',
    '👩‍👩‍👧',
    'e\u0301',
    'a\tb',
    '\u001B[31mred\u001B[39m',
  ])('of %j is what string-width says', (text) => expect(textWidth(text)).toBe(stringWidth(text)))

  test('of any text is what string-width says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(textWidth(text)).toBe(stringWidth(text))
      }),
    )
  })
})

describe('quantities', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
    [12345678901234567890n, '12,345,678,901,234,567,890'],
  ])('groups the digits of %s', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 KB'],
    [999_499, '999 KB'],
    [999_500, '1.0 MB'],
    [123_456_789_012, '123 GB'],
    [5e15, '5000 TB'],
  ])('scales %s bytes', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  test.each([
    [0.04, '0.0 s'],
    [59.94, '59.9 s'],
    [59.96, '1 m 00 s'],
    [3599.6, '1 h 00 m'],
    [7385, '2 h 03 m'],
  ])('words %s seconds', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text)
  })

  test('shows instants without their fraction', () => {
    expect(formatInstant('2026-03-01T12:00:00.123Z')).toBe('2026-03-01 12:00:00')
  })

  test('counts things', () => {
    expect(formatNumberOf(1, 'table')).toBe('1 table')
    expect(formatNumberOf(1200, 'table')).toBe('1,200 tables')
  })
})

describe('tables', () => {
  test('aligns columns, also of wide characters', () => {
    const columns = [{ title: 'name' }, { title: 'n', align: 'right' as const }]
    const rows = [
      ['漢字', '1'],
      ['Zoë', '23'],
    ]
    expect(formatTable(columns, rows, { width: 80 }).split('\n')).toEqual([
      'name   n',
      '────  ──',
      '漢字   1',
      'Zoë   23',
    ])
  })

  test('cuts the widest cells, and shows that it did', () => {
    const columns = [{ title: 'id' }, { title: 'text' }]
    const lines = formatTable(columns, [['1', 'x'.repeat(100)]], { width: 20 }).split('\n')
    expect(lines[2]).toBe(`1   ${'x'.repeat(15)}…`)
  })

  test('gives rows that no line holds a line for each value', () => {
    const columns = [{ title: 'id' }, { title: 'longer' }]
    expect(formatRecords(columns, [['1', 'x'.repeat(99)]], { width: 20 }).split('\n')).toEqual([
      '── row 1 ──',
      'id      1',
      `longer  ${'x'.repeat(11)}…`,
    ])
  })

  test('keeps every cell on its line, whatever it holds', () => {
    const cell = 'a\u001b[31mb\nc\td\u0007\u001b[2J'
    expect(formatTable([{ title: 'x' }], [[cell]], { width: 80 }).split('\n')[2]).toBe('ab↵c→d·')
  })

  test('never draws a line wider than the terminal, as long as columns have room', () => {
    const cells = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string()), { maxLength: 5 })
    fc.assert(
      fc.property(cells, fc.integer({ min: 20, max: 120 }), (rows, width) => {
        const lines = formatTable([{ title: 'a' }, { title: 'b' }], rows, { width }).split('\n')
        expect(lines).toHaveLength(rows.length + 2)
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('secrets', () => {
  test.each([
    ['postgres://me:pa%3Ass@h/db', 'postgres://me:***@h/db'],
    ['postgres://me:a/b@c?d@h/db', 'postgres://me:***@h/db'],
    ['at postgresql://me:p@h:1/db, and more', 'at postgresql://me:***@h:1/db, and more'],
    ['password=geheim sslmode=require', 'password=*** sslmode=require'],
    ['nothing to hide: a@b, http://x/y', 'nothing to hide: a@b, http://x/y'],
  ])('hides what %s shows', (text, redacted) => {
    expect(new Secrets().redact(text)).toBe(redacted)
  })

  test('hides the passwords that it knows, in every form', () => {
    const secrets = new Secrets()
    secrets.addUrl('postgres://me:s3cr%2Ft@h/db')
    expect(secrets.redact('s3cr/t and s3cr%2Ft')).toBe('*** and ***')
  })

  test('leaves words alone that only happen to be a password', () => {
    const secrets = new Secrets()
    secrets.add('postgres')
    expect(secrets.redact('cannot connect to postgres')).toBe('cannot connect to postgres')
  })
})
