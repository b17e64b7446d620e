/** What a contender reads at once. */
export interface Workload {
  readonly name: string
  readonly group: 'full' | 'parts' | 'derived' | 'link' | 'memory'
  readonly title: string
  readonly tables: readonly string[]
  readonly isInQuick: boolean
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
  /** Rows of the table that grows while memory is measured. */
  readonly memoryRows: readonly number[]
  readonly memoryRounds: number
}

export const FULL_SIZES: Sizes = {
  rows: { narrow: 5_000_000, wide: 1_000_000, notes: 500_000 },
  tpchScale: 1,
  part: 0.1,
  rounds: 3,
  partRounds: 3,
  memoryRows: [1_000_000, 5_000_000, 20_000_000, 50_000_000],
  memoryRounds: 2,
}

/** A tenth of the rows, or less: start-up weighs more than it should, so only the order of things can be read off. */
export const QUICK_SIZES: Sizes = {
  rows: { narrow: 500_000, wide: 100_000, notes: 50_000 },
  tpchScale: 0.05,
  part: 0.2,
  rounds: 2,
  partRounds: 1,
  memoryRows: [],
  memoryRounds: 1,
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
  full('narrow', 'narrow, 8 columns', ['narrow']),
  full('wide', 'wide, 21 columns', ['wide']),
  full('notes', 'notes, texts', ['notes']),
  full('tpch', 'TPC-H, 8 tables', TPCH_TABLES),
  {
    name: 'derived',
    group: 'derived',
    title: 'derived columns, narrow',
    tables: ['narrow'],
    isInQuick: true,
  },
  {
    name: 'link',
    group: 'link',
    title: 'narrow, over TLS with a round trip of 5 ms',
    tables: ['narrow'],
    isInQuick: false,
  },
  {
    name: 'memory',
    group: 'memory',
    title: 'peak memory, narrow',
    tables: ['narrow'],
    isInQuick: false,
  },
  part('narrow', { isInQuick: true }),
  part('wide', { isInQuick: false }),
  part('notes', { isInQuick: false }),
  part('lineitem', { isInQuick: false }),
]

function full(name: string, title: string, tables: readonly string[]): Workload {
  return { name, group: 'full', title, tables, isInQuick: true }
}

function part(table: string, { isInQuick }: Pick<Workload, 'isInQuick'>): Workload {
  const title = table === 'lineitem' ? 'TPC-H lineitem, a part' : `${table}, a part`
  return { name: `${table}-part`, group: 'parts', title, tables: [`${table}_part`], isInQuick }
}

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
