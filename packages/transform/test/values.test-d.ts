import type {
  Decimal,
  EpochDays,
  EpochMicros,
  Int4,
  Int8,
  JsRow,
  LocalMicros,
  Numeric,
  PgArray,
  PgEnum,
  TagOf,
  Text,
  Timestamp,
} from '@carmilla/extract'
import { describe, expectTypeOf, test } from 'vitest'
import type { Fits, SmallestDecimal } from '../src/decimal-fits.ts'
import {
  type Column,
  type ColumnValue,
  decimal,
  defineTask,
  int32,
  list,
  type Lookup,
  lookup,
  type LookupView,
  type Mistake,
  optional,
  type Task,
  text,
  timestampMicros,
} from '../src/index.ts'
import { db } from './types/database.ts'

type ValueOf<Declared> = Declared extends Column<infer Type> ? ColumnValue<Type> : never

describe('a row', () => {
  test('has the exact values of its types', () => {
    const query = db
      .selectFrom('orders')
      .leftJoin('users', 'users.id', 'orders.user_id')
      .select(['orders.id', 'total', 'rate', 'status', 'placed_at', 'paid_at', 'email as buyer'])
    type Row = typeof query extends { executeTakeFirstOrThrow(): Promise<infer One> } ? One : never
    expectTypeOf<JsRow<Row>>().toEqualTypeOf<{
      readonly id: number
      readonly total: Decimal
      readonly rate: Decimal | null
      readonly status: 'paid' | 'refused'
      readonly placed_at: LocalMicros
      readonly paid_at: EpochMicros | null
      readonly buyer: string | null
    }>()
  })

  test('has arrays whose elements may be NULL', () => {
    expectTypeOf<JsRow<{ tags: PgArray<Text> | null; ids: PgArray<Int8> }>>().toEqualTypeOf<{
      readonly tags: readonly (string | null)[] | null
      readonly ids: readonly (bigint | null)[]
    }>()
  })

  test('never mixes units', () => {
    expectTypeOf<LocalMicros>().not.toExtend<EpochMicros>()
    expectTypeOf<EpochMicros>().not.toExtend<LocalMicros>()
    expectTypeOf<number>().not.toExtend<EpochDays>()
    expectTypeOf<Int8>().not.toExtend<Int4>()
    expectTypeOf<Numeric<14, 2>>().not.toExtend<Numeric<14, 4>>()
    expectTypeOf<Timestamp>().not.toExtend<Text>()
  })

  test('keeps the tags of its types', () => {
    expectTypeOf<TagOf<Int4>>().toEqualTypeOf<'int4'>()
    expectTypeOf<TagOf<Numeric<14, 2>>>().toEqualTypeOf<readonly ['numeric', 14, 2]>()
    expectTypeOf<TagOf<PgEnum<'a' | 'b'>>>().toEqualTypeOf<readonly ['enum', 'a' | 'b']>()
    expectTypeOf<TagOf<string>>().toEqualTypeOf<'untyped'>()
  })
})

test('a derived column is given values of its own type', () => {
  const [amount, at, tags] = [decimal(14, 2), optional(timestampMicros()), list(list(text()))]
  expectTypeOf<ValueOf<typeof amount>>().toEqualTypeOf<Decimal>()
  expectTypeOf<ValueOf<typeof at>>().toEqualTypeOf<LocalMicros>()
  expectTypeOf<ValueOf<typeof tags>>().toEqualTypeOf<
    readonly (readonly (string | null)[] | null)[]
  >()
})

test('a column keeps its precision, its scale and whether it is optional', () => {
  const column = optional(decimal(14, 2, { overflow: 'error' }))
  expectTypeOf(column.type.precision).toEqualTypeOf<14>()
  expectTypeOf(column.type.scale).toEqualTypeOf<2>()
  expectTypeOf(column.optional).toEqualTypeOf<true>()
  expectTypeOf(column.fit).toEqualTypeOf<'checked'>()
})

test('a lookup keeps its row and its key', () => {
  const users = lookup(db.selectFrom('users').select(['id', 'name']), 'id')
  expectTypeOf(users.key).toEqualTypeOf<'id'>()
  type View =
    typeof users extends Lookup<infer Row, infer Key> ? LookupView<Row, Key & keyof Row> : never
  expectTypeOf<Parameters<View['get']>>().toEqualTypeOf<[key: number | null]>()
  expectTypeOf<ReturnType<View['get']>>().toEqualTypeOf<
    { readonly id: number; readonly name: string | null } | undefined
  >()
})

test('a query with a column that does not exist is a mistake, not a query', () => {
  const query = db.selectFrom('users').select(['id', 'mail'])
  expectTypeOf(query).toEqualTypeOf<Mistake<"no table of this query has a column 'mail'">>()
})

test('a task has lost the types of its definition', () => {
  const task = defineTask({
    source: db.selectFrom('users').select(['id']),
    record: () => ({ id: int32() }),
  })
  expectTypeOf(task).toEqualTypeOf<Task>()
})

describe('Fits', () => {
  test('compares the digits on each side of the point', () => {
    expectTypeOf<Fits<14, 2, 14, 2>>().toEqualTypeOf<true>()
    expectTypeOf<Fits<12, 2, 14, 4>>().toEqualTypeOf<true>()
    expectTypeOf<Fits<12, 2, 14, 5>>().toEqualTypeOf<false>()
    expectTypeOf<Fits<12, 4, 12, 2>>().toEqualTypeOf<false>()
    expectTypeOf<Fits<1, 0, 38, 37>>().toEqualTypeOf<true>()
    expectTypeOf<Fits<38, 0, 38, 0>>().toEqualTypeOf<true>()
    expectTypeOf<Fits<null, null, 38, 10>>().toEqualTypeOf<false>()
    expectTypeOf<Fits<number, number, 38, 10>>().toEqualTypeOf<false>()
    expectTypeOf<Fits<14, 2, number, number>>().toEqualTypeOf<false>()
  })

  test('knows scales that are negative or beyond the precision', () => {
    expectTypeOf<SmallestDecimal<3, 5>>().toEqualTypeOf<readonly [5, 5]>()
    expectTypeOf<SmallestDecimal<3, -2>>().toEqualTypeOf<readonly [5, 0]>()
    expectTypeOf<SmallestDecimal<38, 38>>().toEqualTypeOf<readonly [38, 38]>()
    expectTypeOf<SmallestDecimal<39, 0>>().toEqualTypeOf<undefined>()
    expectTypeOf<SmallestDecimal<37, -2>>().toEqualTypeOf<undefined>()
    expectTypeOf<SmallestDecimal<1000, 1000>>().toEqualTypeOf<undefined>()
  })
})
