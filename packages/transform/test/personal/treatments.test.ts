import { createHmac } from 'node:crypto'
import { inspect } from 'node:util'
import { PersonalValue } from '@carmilla/extract'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  date,
  defineTask,
  generalise,
  hash,
  HASH_KEY_VARIABLE,
  int32,
  int64,
  internal,
  lookup,
  mask,
  optional,
  reveal,
  type Task,
  text,
  timestampMicros,
  TransformError,
  truncateTo,
} from '../../src/index.ts'
import { coarseDay, coarseMicros } from '../../src/personal/coarse.ts'
import { read } from '../orders.ts'
import { connectionTo, db, INFINITE_DAYS, type Person } from './people.ts'

const KEY = 'k'.repeat(32)
const all = db.selectFrom('people').selectAll()
const unread = {
  id: internal(),
  email: internal(),
  born: internal(),
  seen: internal(),
  number: internal(),
  token: internal(),
  company: internal(),
}
const TOKEN = '00112233445566778899aabbccddeeff'
const ADA: Person = {
  id: 1,
  email: 'ada@example.org',
  born: Date.UTC(1815, 11, 10) / 86_400_000,
  seen: 1_700_000_000_000_000n,
  number: -7n,
  token: TOKEN,
  company: 'Äda & Söhne',
}
const NOBODY: Person = { id: 2 }

beforeEach(() => {
  vi.stubEnv(HASH_KEY_VARIABLE, KEY)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

/** The columns that a task writes of some people. */
async function columnsOf(task: Task, people: readonly Person[]) {
  const { batches } = await read(task, connectionTo(people))
  return batches[0]?.columns
}

function hmac(value: string): string {
  return createHmac('sha256', KEY).update(value, 'utf8').digest('hex')
}

/** RFC 4231, cases 6 and 7: the key is longer than a block. Cases with a shorter key are refused. */
test.each([
  [
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
])('hashes `%s` as the RFC does, but for the key', (message, expected) => {
  // The RFC's key is 131 bytes of 0xaa, which no variable of the environment can hold as UTF-8.
  expect(createHmac('sha256', Buffer.alloc(131, 0xaa)).update(message).digest('hex')).toBe(expected)
  expect(hash(new PersonalValue(message, 'other'))).toBe(hmac(message))
})

test('hashes texts, numbers and UUIDs by the text that Postgres prints, and NULL not at all', async () => {
  const task = defineTask({
    source: all,
    record: () => ({
      ...unread,
      id: hash(text()),
      email: hash(optional(text())),
      number: optional(hash(text())),
      token: hash(optional(text())),
      company: hash(optional(text())),
    }),
  })
  expect(await columnsOf(task, [ADA, NOBODY])).toEqual([
    [hmac('1'), hmac('2')],
    [hmac('ada@example.org'), null],
    [hmac('-7'), null],
    [hmac('00112233-4455-6677-8899-aabbccddeeff'), null],
    [hmac('Äda & Söhne'), null],
  ])
})

describe('the key of a hash', () => {
  const task = defineTask({
    source: all,
    record: () => ({ ...unread, email: hash(optional(text())) }),
  })

  test.each([
    ['', 'is not set'],
    ['a short secret', 'has 14 bytes'],
    ['k'.repeat(31), 'has 31 bytes'],
  ])('is asked for before a row is read: `%s`', async (key, what) => {
    vi.stubEnv(HASH_KEY_VARIABLE, key)
    const failure = await task
      .open(connectionTo([ADA]), { name: 'people' })
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(TransformError)
    expect(failure).toMatchObject({
      code: 'hash_key_missing',
      message: expect.stringContaining(`CARMILLA_HASH_KEY ${what}; hash() needs a secret`),
    })
    expect(key !== '' && inspect(failure).includes(key)).toBe(false)
  })

  test('is not asked for by a task that hashes nothing', async () => {
    vi.stubEnv(HASH_KEY_VARIABLE, '')
    const plain = defineTask({ source: all, record: () => ({ ...unread, id: int32() }) })
    expect(await columnsOf(plain, [ADA])).toEqual([[1]])
  })
})

test('masks all but the characters to keep, and never all of them', async () => {
  const task = defineTask({
    source: all,
    record: () => ({
      ...unread,
      email: mask(optional(text()), { keepFirst: 1, keepLast: 4 }),
      company: mask(optional(text()), { keepFirst: 1 }),
    }),
  })
  const people = [ADA, NOBODY, { id: 3, email: 'a@b.c', company: '🙂' }, { id: 4, email: 'a@b.cd' }]
  expect(await columnsOf(task, people)).toEqual([
    ['a***.org', null, '***', 'a***b.cd'],
    ['Ä***', null, '***', null],
  ])
})

test('cuts to characters, not to bytes', async () => {
  const task = defineTask({
    source: all,
    record: () => ({
      ...unread,
      email: truncateTo(optional(text()), 0),
      company: truncateTo(optional(text()), 2),
    }),
  })
  expect(await columnsOf(task, [ADA, NOBODY, { id: 3, company: '🙂é🙂' }])).toEqual([
    ['', null, null],
    ['Äd', null, '🙂é'],
  ])
})

test('treats a value of a row as it treats one of a column', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed()),
      fc.nat(4),
      fc.nat(4),
      (value, keepFirst, keepLast) => {
        const personal = new PersonalValue(value, 'name')
        const characters = Array.from(value)
        const masked = mask(personal, { keepFirst, keepLast })
        expect(masked).toBe(
          characters.length <= keepFirst + keepLast
            ? '***'
            : `${characters.slice(0, keepFirst).join('')}***${characters.slice(characters.length - keepLast).join('')}`,
        )
        expect(truncateTo(personal, keepFirst)).toBe(characters.slice(0, keepFirst).join(''))
        expect(reveal(personal, 'compared')).toBe(value)
        expect(hash(personal)).toBe(hmac(value))
      },
    ),
  )
  const none: PersonalValue<string, 'name'> | null = null
  expect([mask(none), hash(none), truncateTo(none, 1), reveal(none, 'why')]).toEqual([
    null,
    null,
    null,
    null,
  ])
})

test('masks and cuts columns as it does values, whatever they hold', async () => {
  const texts = fc.array(
    fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed()),
    {
      minLength: 1,
    },
  )
  await fc.assert(
    fc.asyncProperty(texts, fc.nat(3), fc.nat(3), async (values, keepFirst, keepLast) => {
      const task = defineTask({
        source: all,
        record: () => ({
          ...unread,
          email: mask(optional(text()), { keepFirst, keepLast }),
          company: truncateTo(optional(text()), keepFirst),
        }),
      })
      const people = values.map((value, id) => ({ id, email: value, company: value }))
      expect(await columnsOf(task, people)).toEqual([
        values.map((value) => mask(new PersonalValue(value, 'name'), { keepFirst, keepLast })),
        values.map((value) => truncateTo(new PersonalValue(value, 'name'), keepFirst)),
      ])
    }),
  )
})

test('makes days, times and numbers coarser', async () => {
  const task = defineTask({
    source: all,
    record: () => ({
      ...unread,
      id: generalise(int32(), 10),
      born: generalise(optional(date()), 'year'),
      seen: generalise(optional(timestampMicros()), 'month'),
      number: generalise(optional(int64()), 10),
    }),
  })
  expect(await columnsOf(task, [{ ...ADA, id: 47 }, NOBODY])).toEqual([
    [40, 0],
    [Date.UTC(1815, 0, 1) / 86_400_000, null],
    // 2023-11-14T22:13:20 is in November.
    [BigInt(Date.UTC(2023, 10, 1)) * 1000n, null],
    [-10n, null],
  ])
})

test('finds the first day of months and years, as the calendar of JavaScript has them', () => {
  const within = { min: -99_999_000, max: 99_999_000 }
  fc.assert(
    fc.property(fc.integer(within), (day) => {
      const utc = new Date(day * 86_400_000)
      const first = new Date(utc)
      first.setUTCDate(1)
      expect(coarseDay(day, 'month')).toBe(first.getTime() / 86_400_000)
      first.setUTCMonth(0)
      expect(coarseDay(day, 'year')).toBe(first.getTime() / 86_400_000)
      const micros = BigInt(day) * 86_400_000_000n + 86_399_999_999n
      expect(coarseMicros(micros, 'year')).toBe(BigInt(coarseDay(day, 'year')) * 86_400_000_000n)
    }),
    { numRuns: 2000 },
  )
})

test('shows nothing of a value to a function that does not say what becomes of it', async () => {
  const shown: string[] = []
  const task = defineTask({
    source: all,
    where: ({ email, born }) => {
      const texts = [email, born].map(String)
      shown.push(...texts, JSON.stringify({ email }), inspect([email]), ['', email].join(''))
      return true
    },
    record: () => unread,
  })
  await read(task, connectionTo([ADA]))
  expect(shown).toEqual([
    '[personal email]',
    '[personal birth]',
    '{"email":"[personal email]"}',
    '[ [personal email] ]',
    '[personal email]',
  ])
})

test('keeps values of a lookup to themselves, too', async () => {
  const people = lookup(db.selectFrom('people').select(['id', 'email']), 'id')
  const visits = db.selectFrom('people').select(['id', 'email'])
  const task = defineTask({
    source: visits,
    lookups: { people },
    record: ({ derive }) => ({
      id: internal(),
      email: internal(),
      shown: derive(text(), (row, lookups) => String(lookups.people.get(row.id)?.email)),
      hashed: derive(optional(text()), (row, lookups) =>
        hash(lookups.people.get(row.id)?.email ?? null),
      ),
    }),
  })
  const { batches } = await read(task, connectionTo([ADA], ['id', 'email']))
  expect(batches[0]?.columns).toEqual([['[personal email]'], [hmac('ada@example.org')]])
})

test('tells what becomes of the personal columns that a task reads', () => {
  const task = defineTask({
    source: all,
    lookups: { other: lookup(db.selectFrom('people').select(['id', 'born']), 'id') },
    record: ({ derive }) => ({
      ...unread,
      email: reveal(optional(text()), 'asked for'),
      born: generalise(optional(date()), 'year'),
      number: hash(optional(text())),
      company: mask(optional(text())),
      token: derive(optional(text()), (row) => mask(row.email, { keepFirst: 1 })),
    }),
  })
  expect(task.personal).toEqual([
    { column: 'email', category: 'email', treatment: { kind: 'reveal', reason: 'asked for' } },
    { column: 'born', category: 'birth', treatment: { kind: 'generalise', detail: 'to year' } },
    { column: 'seen', category: 'location', treatment: null },
    { column: 'number', category: 'id number', treatment: { kind: 'hash' } },
    { column: 'token', category: 'credential', treatment: null },
    { column: 'other.born', category: 'birth', treatment: null },
  ])
})

test('refuses a personal column that is not treated, also where the compiler was not asked', () => {
  const untreated: Record<string, ReturnType<typeof internal>> = { ...unread }
  Object.assign(untreated, { email: optional(text()) })
  // @ts-expect-error -- the compiler does not know the columns of such a record
  expect(() => defineTask({ source: all, record: () => untreated })).toThrow(
    'record column `email` is personal (email); say what becomes of it',
  )
  const blank: string = ' '
  expect(() => reveal(text(), blank)).toThrow('reveal() needs a reason')
})

/** All that a failure says, the errors behind it included. */
async function said(task: Task, people: readonly Person[]): Promise<string> {
  const failure = await read(task, connectionTo(people)).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(TransformError)
  return inspect(failure, { depth: 10 })
}

describe('a message holds no personal value', () => {
  test('of a column that refuses it', async () => {
    const task = defineTask({
      source: all,
      record: () => ({ ...unread, born: reveal(optional(date()), 'asked for') }),
    })
    const message = await said(task, [{ id: 1, born: INFINITE_DAYS }])
    expect(message).toContain(
      'task `orders` column `born`, row 1 of the result: [personal birth] does not fit',
    )
    expect(message).not.toContain('infinity')
  })

  test('of a row that is named by its key', async () => {
    const task = defineTask({
      source: all,
      record: () => ({ ...unread, born: reveal(optional(date()), 'asked for') }),
    })
    const people = { oid: 1, schema: 'public', name: 'people', primaryKey: ['email'] }
    const connection = connectionTo([{ ...ADA, born: INFINITE_DAYS }])
    const described: typeof connection = {
      ...connection,
      describe: async (query) =>
        (await connection.describe(query)).map((column) => ({
          ...column,
          origin: { table: people, column: column.name },
        })),
    }
    const failure = await read(task, described).catch((error: unknown) => error)
    expect(inspect(failure, { depth: 10 })).toContain(
      'column `born` (public.people.born), row with email = [personal email]: [personal birth] does',
    )
    expect(inspect(failure, { depth: 10 })).not.toContain('ada@')
  })

  test('of a function that reads one that no JavaScript value holds', async () => {
    const task = defineTask({
      source: all,
      where: (row) => row.born !== null,
      record: () => unread,
    })
    const message = await said(task, [{ id: 1, born: INFINITE_DAYS }])
    expect(message).toContain('[personal birth] does not fit')
    expect(message).not.toContain('infinity')
  })

  test('of whatever a function throws, or returns and the column refuses', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 8, unit: fc.constantFrom('q', 'x', 'z', 'w', 'v', 'Q', 'X', 'Z') }),
        fc.constantFrom('where', 'facts', 'derive', 'return'),
        async (secret, place) => {
          const task = defineTask({
            source: all,
            where: (row) => {
              if (place === 'where') throw new Error(`bad ${reveal(row.email, 'compared')}`)
              return true
            },
            facts: (row) => {
              if (place === 'facts') throw new RangeError(`bad ${reveal(row.email, 'compared')}`)
              return reveal(row.email, 'compared') ?? ''
            },
            record: ({ derive }) => ({
              ...unread,
              company: derive(text(), (_row, _lookups, email) => {
                if (place === 'derive') throw new TypeError(`bad ${email}`)
                return `${email}\ud800`
              }),
            }),
          })
          const message = await said(task, [{ id: 1, email: secret }])
          expect(message).not.toContain(secret)
          expect(message).toMatch(/withheld, for it may/)
        },
      ),
    )
  })
})
