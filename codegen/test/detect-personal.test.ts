import type { SourceType } from '@carmilla/extract'
import { detectPersonal } from '@carmilla/transform'
import { expect, test } from 'vitest'
import { OTHER_NAMES, PERSONAL_NAMES } from './column-names.ts'

const TYPES: Readonly<Record<string, SourceType>> = {
  bool: { kind: 'bool' },
  int2: { kind: 'int2' },
  int4: { kind: 'int4' },
  int8: { kind: 'int8' },
  float8: { kind: 'float8' },
  numeric: { kind: 'numeric', precision: 14, scale: 2 },
  text: { kind: 'text' },
  uuid: { kind: 'uuid' },
  json: { kind: 'json' },
  jsonb: { kind: 'jsonb' },
  date: { kind: 'date' },
  timestamp: { kind: 'timestamp' },
  timestamptz: { kind: 'timestamptz' },
  bytea: { kind: 'bytea' },
  inet: { kind: 'printed', name: 'inet' },
  enum: { kind: 'enum', name: 'order_state' },
}

function isDetected(line: string): boolean {
  const [name = '', type = 'text'] = line.split(': ')
  return detectPersonal({ name, type: TYPES[type] ?? { kind: 'text' } }) !== undefined
}

test('finds the names of personal columns, and few others', () => {
  const found = PERSONAL_NAMES.filter(isDetected)
  const wrong = OTHER_NAMES.filter(isDetected)
  const recall = found.length / PERSONAL_NAMES.length
  const precision = found.length / (found.length + wrong.length)
  const missed = PERSONAL_NAMES.filter((name) => !isDetected(name))
  console.log(
    `personal columns: recall ${percent(recall)} of ${PERSONAL_NAMES.length}, precision ${percent(precision)}` +
      ` beside ${OTHER_NAMES.length} others; missed ${list(missed)}; wrong ${list(wrong)}`,
  )
  expect(PERSONAL_NAMES.length).toBeGreaterThanOrEqual(100)
  expect(OTHER_NAMES.length).toBeGreaterThanOrEqual(100)
  expect(recall).toBeGreaterThanOrEqual(0.95)
  expect(precision).toBeGreaterThanOrEqual(0.8)
})

const TEXT: SourceType = { kind: 'text' }

test.each<readonly [string, Parameters<typeof detectPersonal>[0], string | undefined]>([
  ['a comment', { name: 'data', type: TEXT, comment: 'PII of the visitor' }, 'other'],
  ['a comment in German', { name: 'x', type: TEXT, comment: 'Personenbezogen: E-Mail' }, 'email'],
  [
    'a comment that says it is not',
    { name: 'x', type: TEXT, comment: 'No personal data' },
    undefined,
  ],
  [
    'a comment on a switch',
    { name: 'x', type: { kind: 'bool' }, comment: 'personal data' },
    'other',
  ],
  ['the type', { name: 'origin', type: { kind: 'printed', name: 'inet' } }, 'ip address'],
  ['a domain', { name: 'who', type: TEXT, formattedType: 'audit.email_address' }, 'email'],
  ['no domain', { name: 'who', type: TEXT, formattedType: 'character varying(80)' }, undefined],
  ['an array', { name: 'emails', type: { kind: 'array', element: TEXT } }, 'email'],
  ['a name among people', { name: 'name', type: TEXT, table: 'customers' }, 'name'],
  ['a name among things', { name: 'name', type: TEXT, table: 'wares' }, undefined],
  ['a day that is no birthday', { name: 'phone', type: { kind: 'date' } }, undefined],
  ['an enum', { name: 'gender', type: { kind: 'enum', name: 'gender' } }, 'demographic'],
  ['an enum of something else', { name: 'address', type: { kind: 'enum', name: 'x' } }, undefined],
])('tells what a column looks like by %s', (_by, column, expected) => {
  expect(detectPersonal(column)).toBe(expected)
})

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ')
}
