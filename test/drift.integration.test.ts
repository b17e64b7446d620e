import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type DatabaseTemplate } from './support/index.ts'

/**
 * The database changes; code generation runs; the compiler says which tasks are wrong, and where.
 *
 * Each case changes a database of its own, generates into a copy of `generated/` and `tasks/`, and
 * compiles that. A fault is the line of the task at which the compiler stops, and what it says.
 */
interface Drift {
  readonly change: string
  readonly sql: string
  /** All faults, in the order of the files. */
  readonly faults: readonly Fault[]
}

type Fault = readonly [task: string, line: string, sentence: string]

const DRIFTS: readonly Drift[] = [
  // What a task reads is gone.
  {
    change: 'rename a column',
    sql: 'alter table events rename column duration to duration_seconds',
    faults: [['events', 'source: db', `no table of this query has a column 'duration'`]],
  },
  {
    change: 'rename a column of a lookup',
    sql: 'alter table timepoints rename column date to happened_at',
    faults: [
      [
        'orders',
        `db.selectFrom('timepoints').where('name', '=', name).select(['order_id', 'date']).orderBy('id'),`,
        `no table of this query has a column 'date'`,
      ],
    ],
  },
  {
    change: 'drop a column',
    sql: 'alter table users drop column email',
    faults: [['orders', 'source: db', `no table of this query has a column 'users.email'`]],
  },
  {
    change: 'drop a column that a condition needs',
    sql: 'alter table currencies drop column exchangable_type',
    faults: [
      ['currencies', 'source: db', `no table of this query has a column 'exchangable_type'`],
      [
        'purchase_orders',
        `.where('exchangable_type', 'in', PURCHASE_ORDER)`,
        `Argument of type '"exchangable_type"' is not assignable`,
      ],
    ],
  },
  {
    change: 'rename a table',
    sql: 'alter table events rename to activity',
    faults: [
      ['events', `.selectFrom('events')`, `Argument of type '"events"' is not assignable`],
      ['events', `.where('event', 'is not', null)`, 'This expression is not callable'],
    ],
  },
  {
    change: 'drop a table',
    sql: 'drop table timepoints',
    faults: [
      [
        'orders',
        `db.selectFrom('timepoints').where('name', '=', name).select(['order_id', 'date']).orderBy('id'),`,
        `Argument of type '"timepoints"' is not assignable`,
      ],
      [
        'orders',
        `db.selectFrom('timepoints').where('name', '=', name).select(['order_id', 'date']).orderBy('id'),`,
        'This expression is not callable',
      ],
    ],
  },

  // What a task reads has another type.
  {
    change: 'int4 to int8',
    sql: 'alter table purchase_orders alter column payment_terms type bigint',
    faults: [
      [
        'purchase_orders',
        'payment_terms: optional(int32()),',
        'int8 cannot be written as int32(); use optional(int64())',
      ],
    ],
  },
  {
    change: 'timestamp to timestamptz',
    sql: 'alter table currencies alter column conversion_set_at type timestamptz',
    faults: [
      [
        'currencies',
        'conversion_set_at: optional(timestampMicros()),',
        'timestamptz cannot be written as timestampMicros(); use optional(timestamptzMicros())',
      ],
    ],
  },
  {
    change: 'timestamp to timestamptz, of the column that partitions',
    sql: 'alter table events alter column created_at type timestamptz',
    faults: [
      [
        'events',
        'created_at: optional(timestampMicros()),',
        'timestamptz cannot be written as timestampMicros(); use optional(timestamptzMicros())',
      ],
      [
        'events',
        `partitionBy: ({ weekOfMonth }) => weekOfMonth('created_at'),`,
        `Argument of type '"created_at"' is not assignable to parameter of type '"datetime" | "updated_at"'`,
      ],
    ],
  },
  {
    change: 'numeric to text',
    sql: 'alter table purchase_orders alter column total_price type text',
    faults: [
      [
        'purchase_orders',
        'total_price: decimal(14, 2),',
        'text cannot be written as decimal(14, 2); use text()',
      ],
      [
        'purchase_orders',
        'divide(po.total_price, rate),',
        `Argument of type 'string' is not assignable to parameter of type 'DecimalOrNull'`,
      ],
    ],
  },
  {
    change: 'numeric to text, of a column of a lookup',
    sql: 'alter table taxes alter column amount type text',
    faults: [
      [
        'purchase_orders',
        'taxAmount: isZero(amount) ? (proposalTax.get(po.proposal_id)?.amount ?? ZERO) : amount,',
        `Type 'string' is not assignable to type 'Decimal'`,
      ],
      [
        'purchase_orders',
        'tax_amount: derive(decimal(14, 2), (_po, _lookups, { taxAmount }) => taxAmount),',
        `Type 'string' is not assignable to type 'Decimal'`,
      ],
      [
        'purchase_orders',
        'return divide(add(taxAmount, shippingTax), rate)',
        `Type 'string' is not assignable to type 'DecimalOrNull'`,
      ],
    ],
  },
  {
    change: 'numeric to double precision',
    sql: 'alter table currencies alter column conversion_rate type double precision',
    faults: [
      [
        'currencies',
        'conversion_rate: optional(decimal(18, 8)),',
        'float8 cannot be written as decimal(18, 8); use optional(float64())',
      ],
      [
        'purchase_orders',
        'conversion_rate: derive(optional(decimal(18, 8)), (_po, _lookups, { rate }) => rate),',
        `Type 'number' is not assignable to type 'Decimal | NullBecause | null'`,
      ],
      [
        'purchase_orders',
        'divide(po.total_price, rate),',
        `Type 'number' is not assignable to type 'DecimalOrNull'`,
      ],
      [
        'purchase_orders',
        'divide(po.subtotal_price, rate),',
        `Type 'number' is not assignable to type 'DecimalOrNull'`,
      ],
      [
        'purchase_orders',
        'return divide(add(taxAmount, shippingTax), rate)',
        `Type 'number' is not assignable to type 'DecimalOrNull'`,
      ],
      [
        'purchase_orders',
        'divide(shippingCost, rate),',
        `Type 'number' is not assignable to type 'DecimalOrNull'`,
      ],
    ],
  },
  {
    change: 'uuid to text',
    sql: 'alter table events alter column uuid type text',
    faults: [['events', 'uuid: uuid(),', 'text cannot be written as uuid(); use text()']],
  },
  {
    change: 'text[] to jsonb',
    sql: 'alter table events alter column categories type jsonb using to_jsonb(categories)',
    faults: [
      [
        'events',
        'categories: optional(list(text())),',
        'jsonb cannot be written as list(text()); use optional(json())',
      ],
    ],
  },
  {
    change: 'widen a numeric beyond the decimal',
    sql: 'alter table currencies alter column conversion_rate type numeric(20, 10)',
    faults: [
      [
        'currencies',
        'conversion_rate: optional(decimal(18, 8)),',
        `numeric(20,10) does not fit decimal(18, 8); use optional(decimal(20, 10)), or { overflow: 'error' }`,
      ],
    ],
  },
  {
    change: 'take the bounds off a numeric',
    sql: 'alter table purchase_orders alter column subtotal_price type numeric',
    faults: [
      [
        'purchase_orders',
        'subtotal_price: decimal(14, 2),',
        `unconstrained numeric does not fit decimal(14, 2); use text(), or { overflow: 'error' }`,
      ],
    ],
  },

  // What a task reads may be NULL, or no longer.
  {
    change: 'set not null',
    sql: 'alter table currencies alter column currency set not null',
    faults: [
      [
        'currencies',
        'currency: optional(text()),',
        'the source is never NULL here; drop optional()',
      ],
    ],
  },
  {
    change: 'drop not null',
    sql: 'alter table orders alter column declined drop not null',
    faults: [
      ['orders', 'declined: bool(),', 'the source may be NULL here; wrap the column in optional()'],
    ],
  },
  {
    change: 'drop not null, of a column that a function needs',
    sql: 'alter table purchase_orders alter column version_number drop not null',
    faults: [
      [
        'purchase_orders',
        `if (po.version_number > 1 && po.referenced_po_id !== null) return 'Amended'`,
        `'po.version_number' is possibly 'null'`,
      ],
    ],
  },
]

/** Changes that every task outlives; made one after the other. */
const HARMLESS: Readonly<Record<string, string>> = {
  'varchar to text': 'alter table events alter column query type text',
  'text[] to varchar[]': 'alter table events alter column source type varchar[]',
  'int4 to int2': 'alter table purchase_orders alter column payment_terms type smallint',
  'a numeric that still fits its decimal':
    'alter table purchase_orders alter column total_price type numeric(13, 1)',
  'set not null, under a lookup': 'alter table shippings alter column shipable_id set not null',
  'add a column': 'alter table orders add column channel text not null',
  'add a table': 'create table refunds (id int primary key)',
  'drop a column that no task reads': 'alter table users drop column company',
  'drop a table that no task reads': 'drop table turn_around_times',
}

const ROOT = resolve(import.meta.dirname, '..')
const MARKETPLACE: DatabaseTemplate = {
  name: 'marketplace_schema',
  build: async (url) => runSql(url, await readFile(join(ROOT, 'marketplace/schema.sql'), 'utf8')),
}
const run = promisify(execFile)

let workspace: string
const score = { caught: 0, falseAlarms: 0 }

beforeAll(async () => {
  workspace = await copyWorkspace()
})

afterAll(async () => {
  await rm(workspace, { recursive: true, force: true })
  const harmless = Object.keys(HARMLESS).length
  console.log(
    `drift: caught ${score.caught} of ${DRIFTS.length}, false alarms ${score.falseAlarms} (${harmless} harmless changes)`,
  )
})

test.for(DRIFTS)('$change', async ({ sql, faults }) => {
  const found = await compileAfter([sql])
  const wrong = new Set(faults.map(([task]) => task))
  if (wrong.isSubsetOf(new Set(found.map(({ task }) => task)))) score.caught++
  score.falseAlarms += found.filter(({ task }) => !wrong.has(task)).length
  // Read as the faults should be written down, so that a difference shows both.
  const said = found.map(({ task, line, message }, index) => {
    const sentence = faults[index]?.[2]
    return [task, line, sentence !== undefined && message.includes(sentence) ? sentence : message]
  })
  expect(said).toEqual(faults)
})

test('compiles before any change', async () => {
  expect(await compileAfter([])).toEqual([])
})

test('compiles after harmless changes', async () => {
  const found = await compileAfter(Object.values(HARMLESS))
  score.falseAlarms += found.length
  expect(found).toEqual([])
})

/** Makes changes to a database, generates from it, and compiles. */
async function compileAfter(changes: readonly string[]): Promise<readonly CompilerError[]> {
  await using database = await createTestDatabase({ template: MARKETPLACE })
  await runSql(database.url, changes.join(';'))
  const main = join(ROOT, 'codegen/src/main.ts')
  const options = ['--workspace', workspace, '--database-url', database.url]
  await run(process.execPath, ['--conditions=source', main, 'generate', ...options])
  return compile()
}

/** A copy of what code generation reads and writes, beside the packages that it imports. */
async function copyWorkspace(): Promise<string> {
  await mkdir(join(ROOT, '.local'), { recursive: true })
  const folder = await mkdtemp(join(ROOT, '.local/drift-'))
  for (const part of ['generated', 'tasks']) {
    await cp(join(ROOT, part), join(folder, part), {
      recursive: true,
      filter: (path) => !/node_modules|dist/.test(path.slice(ROOT.length)),
    })
    await symlink(join(ROOT, part, 'node_modules'), join(folder, part, 'node_modules'))
  }
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(ROOT, 'generated/tsconfig.json'),
      compilerOptions: { rootDir: ROOT, composite: false, declarationMap: false, noEmit: true },
      include: ['generated/*.ts', 'tasks/*.ts'],
      exclude: [],
      references: [],
    }),
  )
  return folder
}

interface CompilerError {
  readonly task: string
  readonly line: string
  readonly message: string
}

/** What the compiler says of the copied workspace; an error outside of `tasks/` has its path as its task. */
async function compile(): Promise<readonly CompilerError[]> {
  const errors: CompilerError[] = []
  let last: { task: string; line: string; message: string } | undefined
  for (const text of (await compilerOutput()).split('\n')) {
    const [, path, line, message] = /^(.+)\((\d+),\d+\): (error .+)$/.exec(text) ?? []
    if (path === undefined) {
      if (last !== undefined) last.message += text
      continue
    }
    const source = await readFile(join(workspace, path), 'utf8')
    last = {
      task: path.replace(/^tasks\/(\w+)\.ts$/, '$1'),
      line: source.split('\n')[Number(line) - 1]?.trim() ?? '',
      message: message ?? '',
    }
    errors.push(last)
  }
  return errors
}

async function compilerOutput(): Promise<string> {
  try {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    return (await run(process.execPath, [tsc, '--pretty', 'false'], { cwd: workspace })).stdout
  } catch (error) {
    if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string') {
      return error.stdout
    }
    throw error
  }
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
