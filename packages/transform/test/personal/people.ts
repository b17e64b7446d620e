/** A table of people whose columns are personal, for the tests of what becomes of them. */
import type {
  DateColumn,
  Int4,
  Int8,
  Personal,
  SourceType,
  Text,
  Timestamp,
  Uuid,
} from '@carmilla/extract'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import { classified } from '../../src/index.ts'
import { fakeConnection, int4, text, timestamp, type WireValue } from '../fake-connection.ts'

interface People {
  id: Int4
  email: Personal<Text, 'email'> | null
  born: Personal<DateColumn, 'birth'> | null
  seen: Personal<Timestamp, 'location'> | null
  number: Personal<Int8, 'id number'> | null
  token: Personal<Uuid, 'credential'> | null
  company: Text | null
}

interface Visits {
  id: Int4
  person_id: Int4 | null
  email: Text | null
}

export const db = new Kysely<{ people: People; visits: Visits; 'audit.people': People }>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  plugins: [
    classified({
      people: {
        email: 'email',
        born: 'birth',
        seen: 'location',
        number: 'id number',
        token: 'credential',
      },
      'audit.people': { email: 'phone' },
    }),
  ],
})

export const COLUMNS: Readonly<Record<keyof People, SourceType>> = {
  id: { kind: 'int4' },
  email: { kind: 'text' },
  born: { kind: 'date' },
  seen: { kind: 'timestamp' },
  number: { kind: 'int8' },
  token: { kind: 'uuid' },
  company: { kind: 'text' },
}

/** Days from 1970-01-01 to 2000-01-01, where Postgres begins to count. */
const EPOCH_DAYS = 10_957

export const INFINITE_DAYS = 0x7fff_ffff

export interface Person {
  readonly id: number
  readonly email?: string
  /** Days since 1970-01-01. */
  readonly born?: number
  /** Microseconds since 1970. */
  readonly seen?: bigint
  readonly number?: bigint
  /** 32 hexadecimal digits. */
  readonly token?: string
  readonly company?: string
}

function wirePerson(person: Person): readonly WireValue[] {
  const { id, email, born, seen, number, token, company } = person
  return [
    int4(id),
    email === undefined ? null : text(email),
    born === undefined ? null : int4(born === INFINITE_DAYS ? born : born - EPOCH_DAYS),
    seen === undefined ? null : timestamp(seen),
    number === undefined ? null : int8(number),
    token === undefined ? null : Buffer.from(token, 'hex'),
    company === undefined ? null : text(company),
  ]
}

function int8(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return bytes
}

/** A connection that gives these columns of these people, whatever it is asked. */
export function connectionTo(people: readonly Person[], names = Object.keys(COLUMNS)) {
  const all = Object.entries(COLUMNS)
  const indexes = names.map((name) => all.findIndex(([known]) => known === name))
  const columns = Object.fromEntries(all.filter(([name]) => names.includes(name)))
  const rows = people.map(wirePerson).map((row) => indexes.map((index) => row[index] ?? null))
  return fakeConnection(() => ({ columns, batches: [rows] }))
}
