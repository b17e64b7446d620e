/** What a contender reads at once. */
export interface Workload {
  readonly name: string
  readonly group: 'full' | 'parts' | 'derived' | 'link'
  readonly title: string
  readonly tables: readonly string[]
}

/** How much data, and how often it is read. */
export interface Sizes {
  /** Rows by table; the tables of TPC-H go by their scale. */
  readonly rows: { readonly narrow: number; readonly wide: number; readonly notes: number }
  /** Scale factor of TPC-H: 8.66 million rows at 1. */
  readonly tpchScale: number
  /** Share of the rows that a table for slow contenders has. */
  readonly part: number
  readonly rounds: number
  readonly partRounds: number
}

export const FULL_SIZES: Sizes = {
  rows: { narrow: 5_000_000, wide: 1_000_000, notes: 500_000 },
  tpchScale: 1,
  part: 0.1,
  rounds: 3,
  partRounds: 3,
}

/** A tenth of the rows, or less: start-up weighs more than it should, so only the order of things can be read off. */
export const QUICK_SIZES: Sizes = {
  rows: { narrow: 500_000, wide: 100_000, notes: 50_000 },
  tpchScale: 0.05,
  part: 0.2,
  rounds: 3,
  partRounds: 1,
}

export const TPCH_TABLES = [
  'region',
  'nation',
  'supplier',
  'customer',
  'part',
  'partsupp',
  'orders',
  'lineitem',
] as const

/** All workloads, in the order in which they are measured and shown. */
export const WORKLOADS: readonly Workload[] = [
  { name: 'narrow', group: 'full', title: 'narrow, 8 columns', tables: ['narrow'] },
  { name: 'wide', group: 'full', title: 'wide, 21 columns', tables: ['wide'] },
  { name: 'notes', group: 'full', title: 'notes, texts', tables: ['notes'] },
  { name: 'tpch', group: 'full', title: 'TPC-H, 8 tables', tables: TPCH_TABLES },
  { name: 'derived', group: 'derived', title: 'derived columns, narrow', tables: ['narrow'] },
  {
    name: 'link',
    group: 'link',
    title: 'narrow, over TLS with a round trip of 5 ms',
    tables: ['narrow'],
  },
  { name: 'narrow-part', group: 'parts', title: 'narrow, a part', tables: ['narrow_part'] },
  { name: 'wide-part', group: 'parts', title: 'wide, a part', tables: ['wide_part'] },
  { name: 'notes-part', group: 'parts', title: 'notes, a part', tables: ['notes_part'] },
  {
    name: 'lineitem-part',
    group: 'parts',
    title: 'TPC-H lineitem, a part',
    tables: ['lineitem_part'],
  },
]

/** The columns that tell the rows of a table apart; nothing declares them, so that nothing checks them. */
export function keyOf(table: string): readonly string[] {
  const of: Readonly<Record<string, readonly string[]>> = {
    region: ['r_regionkey'],
    nation: ['n_nationkey'],
    supplier: ['s_suppkey'],
    customer: ['c_custkey'],
    part: ['p_partkey'],
    partsupp: ['ps_partkey', 'ps_suppkey'],
    orders: ['o_orderkey'],
    lineitem: ['l_orderkey', 'l_linenumber'],
  }
  return of[table.replace(/_part$/, '')] ?? ['id']
}
