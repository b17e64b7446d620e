import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { formatNarrowTable } from '../src/plan/narrow-table.ts'

const COLUMNS = [
  'column',
  'postgres',
  'parquet',
  'hive',
  'NULL',
  'fidelity',
  'what does not fit',
].map((title) => ({ title }))
const ROWS = [
  [
    'customer_shipping_address_id',
    'timestamp(3) with time zone',
    'INT64 TIMESTAMP(MICROS, UTC)',
    'timestamp',
    'yes',
    'declared',
    'stops the run',
  ],
  [
    'names',
    'character varying(80)[]',
    'LIST<BYTE_ARRAY STRING>',
    'array<string>',
    'no',
    'text',
    '',
  ],
  [
    'total',
    'numeric(20,2)',
    'FIXED_LEN_BYTE_ARRAY(9) DECIMAL(20, 2)',
    'decimal(20,2)',
    'no',
    '',
    '',
  ],
  ['small', 'smallint', 'INT32 INT(16, signed)', 'smallint', 'no', '', ''],
  ['rate', 'double precision', 'DOUBLE', 'double', 'no', '', ''],
]

test('shows all of it where there is room', () => {
  const text = formatNarrowTable(COLUMNS, ROWS, { width: 160 })
  expect(text).toContain('timestamp(3) with time zone  INT64 TIMESTAMP(MICROS, UTC)')
  expect(text).toContain('hive')
})

test('gives types their short names first, then leaves out what follows from the others', () => {
  const lines = formatNarrowTable(COLUMNS, ROWS, { width: 100 }).split('\n')
  expect(lines[0]).toMatch(/^column +postgres +parquet +NULL +fidelity +unfit$/)
  expect(lines[2]).toMatch(
    /^customer_shipping_address_id +timestamptz\(3\) +TIMESTAMP\(MICROS, UTC\) +yes +declared +stops the run$/,
  )
  expect(lines[3]).toMatch(/^names +varchar\(80\)\[\] +LIST<STRING> +no +text$/)
  expect(lines[4]).toMatch(/^total +numeric\(20,2\) +DECIMAL\(20, 2\) +no$/)
  expect(lines[5]).toMatch(/^small +smallint +INT\(16, signed\) +no$/)
  expect(lines[6]).toMatch(/^rate +float8 +DOUBLE +no$/)
})

test.each([80, 60, 120])('keeps to %i columns', (width) => {
  for (const line of formatNarrowTable(COLUMNS, ROWS, { width }).split('\n')) {
    expect(stringWidth(line)).toBeLessThanOrEqual(width)
  }
})
