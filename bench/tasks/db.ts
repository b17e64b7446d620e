import type { Bool, Int4, Numeric, Text, Timestamptz, Uuid } from '@carmilla/extract'
import { queryBuilder } from '@carmilla/transform'

/** The table of `bench/sql/narrow.sql`. */
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
}

/** Builds queries on the tables of the bench; runs none. */
export const db = queryBuilder<BenchDatabase>()
