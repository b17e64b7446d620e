import type {
  Bool,
  Float8,
  Int4,
  Int8,
  Jsonb,
  Numeric,
  PgArray,
  Text,
  Timestamp,
  Timestamptz,
  Uuid,
  Varchar,
} from '@carmilla/extract'
import { queryBuilder } from '@carmilla/transform'

/** The tables of `bench/sql/narrow.sql` and `bench/sql/wide.sql`. */
export interface BenchDatabase {
  narrow: {
    id: Int4
    customer_id: Int4
    amount: Numeric<12, 2> | null
    rate: Numeric<18, 6>
    created_at: Timestamptz
    status: Text
    paid: Bool
    uuid: Uuid
  }
  wide: {
    id: Int8
    event: Varchar | null
    email: Varchar | null
    username: Varchar | null
    application: Varchar | null
    duration: Float8 | null
    remote_addr: Varchar | null
    host: Varchar | null
    action: Varchar | null
    controller: Varchar | null
    session_id: Varchar | null
    computer_id: Varchar | null
    query: Varchar | null
    raw_post: Varchar | null
    categories: PgArray<Text> | null
    source: PgArray<Text> | null
    providers: Jsonb | null
    uuid: Uuid
    datetime: Timestamp | null
    created_at: Timestamp | null
    updated_at: Timestamp | null
  }
}

/** Builds queries on the tables of the bench; runs none. */
export const db = queryBuilder<BenchDatabase>()
