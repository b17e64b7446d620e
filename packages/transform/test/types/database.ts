/** The database of the fixtures: `samples` has a column of every type. */
import type {
  Bool,
  Bpchar,
  Bytea,
  Cid,
  Composite,
  DateColumn,
  DateRange,
  Float4,
  Float8,
  Geography,
  Geometry,
  Halfvec,
  Hstore,
  Inet,
  Int2,
  Int4,
  Int4Multirange,
  Int4Range,
  Int8,
  Interval,
  Json,
  Jsonb,
  Name,
  NumRange,
  Numeric,
  Oid,
  PgArray,
  PgEnum,
  PgVector,
  Point,
  Printed,
  Text,
  Time,
  Timestamp,
  Timestamptz,
  TstzRange,
  Uuid,
  Varchar,
  Xid,
} from '@carmilla/extract'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'

interface Samples {
  bool: Bool
  int2: Int2
  int4: Int4
  int8: Int8
  float4: Float4
  float8: Float8
  numeric: Numeric
  numeric_14_2: Numeric<14, 2>
  text: Text
  varchar: Varchar
  bpchar: Bpchar
  name: Name
  enum: PgEnum<'paid' | 'refused'>
  uuid: Uuid
  json: Json
  jsonb: Jsonb
  date: DateColumn
  timestamp: Timestamp
  timestamptz: Timestamptz
  bytea: Bytea
  texts: PgArray<Text>
  int4s: PgArray<Int4>
  inet: Inet
}

/** Numerics at the edge of what a decimal holds. */
interface Prices {
  numeric: Numeric
  numeric_1_0: Numeric<1, 0>
  numeric_12_2: Numeric<12, 2>
  numeric_14_2: Numeric<14, 2>
  numeric_14_4: Numeric<14, 4>
  numeric_38_10: Numeric<38, 10>
  numeric_3_5: Numeric<3, 5>
  numeric_3_minus_2: Numeric<3, -2>
  numeric_39_0: Numeric<39, 0>
  numeric_1000_0: Numeric<1000, 0>
  numerics: PgArray<Numeric<8, 2>>
}

type Place = Composite<{
  street: Text | null
  zip: Int4 | null
  price: Numeric<8, 2> | null
  tags: PgArray<Text> | null
}>

interface Nested {
  texts: PgArray<Text>
  place: Place | null
  places: PgArray<Place>
  person: Composite<{ name: Varchar | null; place: Place | null }>
  odd: Composite<{ a: Inet | null }>
  odds: PgArray<Composite<{ a: Inet | null }>>
  hstore: Hstore
}

/** Types that are read as Postgres prints them, and whole numbers without a sign. */
interface Hosts {
  address: Inet
  addresses: PgArray<Inet>
  uptime: Interval | null
  place: Printed<'geometry'>
  oid: Oid
  xid: Xid
  cid: Cid
  oids: PgArray<Oid>
}

/** Types that are read as Postgres prints them, or in binary by a column of their own. */
interface Plans {
  opens: Time
  opens_at: PgArray<Time>
  lasts: Interval | null
  place: Point
  seats: Int4Range
  prices: NumRange
  days: DateRange | null
  free: Int4Multirange
  slots: PgArray<TstzRange>
  text: Text
  stop: Composite<{ at: Time | null; lasts: PgArray<Interval> | null }>
}

/** Types of extensions. */
interface Shops {
  id: Uuid
  embedding: PgVector
  small: Halfvec | null
  sparse: Printed<'sparsevec'>
  shape: Geometry
  area: Geography | null
}

interface Orders {
  id: Int4
  user_id: Int4 | null
  total: Numeric<14, 2>
  rate: Numeric<18, 8> | null
  status: PgEnum<'paid' | 'refused'>
  note: Text | null
  placed_at: Timestamp
  paid_at: Timestamptz | null
}

interface Users {
  id: Int4
  email: Varchar
  name: Varchar | null
}

interface Database {
  samples: Samples
  prices: Prices
  nested: Nested
  hosts: Hosts
  plans: Plans
  shops: Shops
  orders: Orders
  users: Users
}

/** Builds queries; it has no connection. */
export const db = new Kysely<Database>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})
