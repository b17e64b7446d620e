/** How large the schema is. */
const SCHEMAS = 30
const TABLES_PER_SCHEMA = 50
const COLUMNS_PER_TABLE = 8
const ENUMS = 60
const DOMAINS = 40
const COMPOSITES = 20

/** What the schema holds, for tests to expect. */
export const LARGE_SCHEMA = {
  tables: SCHEMAS * TABLES_PER_SCHEMA,
  columns: SCHEMAS * TABLES_PER_SCHEMA * COLUMNS_PER_TABLE,
  types: ENUMS + DOMAINS + COMPOSITES,
} as const

/** Names of tables that every schema has; several become one word, or one that TypeScript knows. */
const COMMON_TABLES = [
  'orders',
  'order_lines',
  'order-lines',
  'Order Lines',
  'orderLines',
  'db',
  'DB',
  'text',
  'Int4',
  'select',
  'Promise',
  'größe',
  '注文',
  '2nd',
]

/** Comments that would end a comment, a template or a line, were they printed as they are. */
const COMMENTS = [
  'Plain words',
  'It ends */ here, and */ here again',
  'A `template` with ${a.value} and \\backslashes\\',
  'Lines\nof\r\ntext\u2028and more\n@deprecated not a tag',
  `It's "quoted" 'twice'`,
  '*/ export const injected = 1 /*',
]

const TYPES = [
  'varchar(80)',
  'bigint',
  'numeric(14,2)',
  'timestamptz',
  'uuid',
  'jsonb',
  'text[]',
  'boolean',
  'date',
  'double precision',
]

/**
 * Prints the statements that make a large schema, to be run one by one, in order. Tables are made in
 * an order that depends on `shift`; what they are does not.
 */
export function largeSchema(shift: number): readonly string[] {
  const schemas = rotate(range(SCHEMAS), shift)
  return [
    ...schemas
      .filter((schema) => schema > 0)
      .map((schema) => `create schema ${schemaName(schema)}`),
    rotate(typeStatements(), shift).join(';\n'),
    ...schemas.map((schema) =>
      rotate(range(TABLES_PER_SCHEMA), shift)
        .map((table) => tableStatements(schema, table))
        .join(';\n'),
    ),
    ...schemas.map((schema) =>
      rotate(range(TABLES_PER_SCHEMA), shift)
        .map((table) => foreignKey(schema, table))
        .join(';\n'),
    ),
  ]
}

/** A table as SQL names it. */
function tableName(schema: number, table: number): string {
  const name = COMMON_TABLES[table] ?? `entity_${table % 7}_of_${table}`
  return `${schemaName(schema)}.${quoted(name)}`
}

function schemaName(schema: number): string {
  return schema === 0 ? 'public' : quoted(schema % 5 === 0 ? `Area ${schema}` : `area_${schema}`)
}

function typeStatements(): readonly string[] {
  return [
    ...range(ENUMS).map((n) => `create type state_${n} as enum ('new', 'it''s', '${n}')`),
    ...range(DOMAINS).map((n) => `create domain amount_${n} as numeric(${10 + (n % 9)}, ${n % 5})`),
    ...range(COMPOSITES).map((n) => `create type place_${n} as (street text, floor int)`),
  ]
}

function tableStatements(schema: number, table: number): string {
  const name = tableName(schema, table)
  const seed = schema * TABLES_PER_SCHEMA + table
  const own = range(COLUMNS_PER_TABLE - 4).map(
    (n) => `${quoted(columnName(n, seed))} ${TYPES[(seed + n) % TYPES.length]}`,
  )
  const columns = [
    'id int primary key',
    'parent_id int',
    `state public.state_${seed % ENUMS} not null`,
    seed % 3 === 0
      ? `place public.place_${seed % COMPOSITES}`
      : `amount public.amount_${seed % DOMAINS}`,
    ...own,
  ]
  return [
    `create table ${name} (${columns.join(', ')})`,
    `comment on table ${name} is ${literal(COMMENTS[seed % COMMENTS.length] ?? '')}`,
    `comment on column ${name}.state is ${literal(COMMENTS[(seed + 1) % COMMENTS.length] ?? '')}`,
  ].join(';\n')
}

function columnName(n: number, seed: number): string {
  return n === 3 && seed % 4 === 0 ? 'Wert in €' : `value_${n}`
}

/** Each table refers to the next one of its schema, the last one to the first. */
function foreignKey(schema: number, table: number): string {
  const next = tableName(schema, (table + 1) % TABLES_PER_SCHEMA)
  return `alter table ${tableName(schema, table)} add foreign key (parent_id) references ${next}`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}

function rotate<Item>(items: readonly Item[], shift: number): readonly Item[] {
  const at = shift % Math.max(items.length, 1)
  return [...items.slice(at), ...items.slice(0, at)]
}
