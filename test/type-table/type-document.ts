import { parquetType } from '../../packages/load/src/index.ts'
import type { RecordType } from '../../packages/transform/src/index.ts'
import { measureTypes } from './measured-readers.ts'
import { ATHENA, type OtherReader, PYARROW, SPARK, typeIn } from './other-readers.ts'
import { FAMILIES, SET_UP, type TypeFamily } from './type-families.ts'
import { type TypeRow, typeRows } from './type-row.ts'

const HEAD = `<!-- Written by \`make type-table\` from the code. Do not edit. -->

# Types

For each Postgres type: the record column that \`make create-model\` writes and \`etl export\` uses, the type of the Parquet file, and
the type of Hive, Glue and Athena. The default column holds every value exactly, but for those under _does not fit_.

**What does not fit** stops the run, names the column, and publishes nothing. With \`optional(…, { unrepresentable: 'null' })\`, or
\`etl export --unrepresentable null\`, it is written as NULL and counted in the result. \`NaN\` and the infinities of \`real\` and
\`double precision\` do fit.

**Other columns** hold a type as exactly as the default; a task may declare them instead. \`decimal(38, 10)\` stands for every
decimal with room for the digits on both sides of the point. \`{ overflow: 'error' }\` takes any \`numeric\`, and what has too many
digits does not fit then. 

**A policy** says that values may change, and why, or writes them in another form; each is counted: see
[policies.md](policies.md), and [json-shapes.md](json-shapes.md) for \`fromJson()\`.

\`timeMicros()\`, \`intervalParts()\`, \`point()\`, \`range(…)\` and lists of them take the binary form of what is otherwise read as
printed. Functions of the task cannot see such a column, unless the query selects it once more under another name, as
\`internal()\`.

Some types stand for others: \`numeric(9,2)\` for up to 9 digits, \`numeric(18,4)\` for up to 18, \`numeric(38,10)\` for up to 38, and
those that are made by

\`\`\`sql
${SET_UP.map((statement) => `${statement};`).join('\n')}
\`\`\`

for all enums, domains and composite types. A type that is not here is read as Postgres prints it, like \`inet\`.

What else a type may become is made in the query, by a cast that says what it is:

| to write                          | in the query                                                                     | record column     |
| --------------------------------- | -------------------------------------------------------------------------------- | ----------------- |
| \`money\` as a number             | \`\` sql<Numeric<19, 2>>\`money::numeric(19, 2)\`.as('money') \`\` | \`decimal(19, 2)\` |
| \`xid8\` as a number              | \`\` sql<Numeric<20, 0>>\`number::text::numeric(20, 0)\`.as('number') \`\` | \`decimal(20, 0)\` |
| \`bytea\` as hexadecimal          | \`\` sql<Text>\`encode(bytes, 'hex')\`.as('bytes') \`\` | \`text()\`         |
| \`char(n)\` without its blanks    | \`\` sql<Text>\`rtrim(code)\`.as('code') \`\` | \`text()\`         |
| \`bit(1)\` as a truth value       | \`\` sql<Bool>\`flag = B'1'\`.as('flag') \`\` | \`bool()\`         |
| a composite value as one text     | \`\` sql<Text>\`place::text\`.as('place') \`\` | \`text()\`         |
`

const READERS_TEXT = `
## What readers show

DuckDB was asked, with a file that has these columns, while this page was made; so was pyarrow, which is asked again where it is
installed. Spark and Athena were not: what they show is told as their source and their documentation have it.
`

/** Characters of a line of prose. */
const LINE_WIDTH = 135
/** Characters of a cell that lists types; more of them get a row of their own. */
const CELL_WIDTH = 64

const NOTES = `
- **Timestamps.** Both kinds are 64 bits of microseconds; a \`timestamptz\` is marked as UTC, a \`timestamp\` as local. Athena has one type
  for both, shows the instant of a \`timestamptz\` as its wall clock in UTC, and rounds both to milliseconds: \`23:59:59.9996\` is shown as
  the next day. DuckDB, pyarrow and Spark tell them apart and show all digits.
- **Old dates.** Spark 3 refuses dates before 1582-10-15 and timestamps before 1900 of files that it did not write, unless
  \`spark.sql.parquet.datetimeRebaseModeInRead\` is \`CORRECTED\`; the others show them as Postgres does.
- **Years after 9999** are read by all; Python's \`datetime\` has none, so pyarrow cannot turn them into Python objects.
- **JSON** is text in the file: \`json_extract\` in Athena, \`->\` after \`::json\` in DuckDB, \`from_json\` in Spark.
- **UUIDs** are text by default: Parquet has a type for them (\`uuidBytes()\`), which Spark refuses and Athena shows as 16 bytes.
- **Times of day** are text by default: Hive has no type for \`timeMicros()\`, so Athena shows its microseconds since midnight.
- **Decimals** of up to 38 digits are exact in all four. Redshift Spectrum wants the precision and the scale that the file has.
`

/** The document of all types, as Markdown that is not laid out yet. */
export async function typeDocument(): Promise<string> {
  const families = FAMILIES.map((family) => ({ ...family, rows: typeRows(family.samples) }))
  const sections = families.map(familySection)
  const types = shownTypes(families.flatMap(({ rows }) => rows.flatMap(writtenTypes)))
  return [HEAD, ...sections, await readersSection(types), NOTES].join('\n')
}

function familySection({ title, text, rows }: TypeFamily & { readonly rows: readonly TypeRow[] }) {
  const cells = rows.flatMap((row) =>
    lines(row.postgres, ', ', CELL_WIDTH).map((names) => [
      names,
      row.cast === undefined ? code(row.column) : `${code(row.column)} of ${code(`::${row.cast}`)}`,
      code(row.parquet),
      code(row.hive),
      row.unfit.join(', '),
    ]),
  )
  const titles = ['Postgres', 'record column', 'Parquet', 'Hive, Athena', 'does not fit']
  const others = optionList(
    'Other columns:',
    rows.map(({ postgres, others: columns }) => ({
      postgres,
      columns: columns.map((column) => column.text),
    })),
  )
  const policies = optionList(
    'With a [policy](policies.md):',
    rows.map(({ postgres, policies: columns }) => ({ postgres, columns })),
  )
  // A column without a word says nothing.
  const kept = titles.map((_, index) => cells.some((row) => row[index] !== ''))
  return `## ${title}\n\n${lines(text.split(' '), ' ', LINE_WIDTH).join('\n')}\n\n${table(titles, cells, kept)}${others}${policies}`
}

/** A list of what may be declared for each row, under a heading; nothing where no row has any. */
function optionList(
  heading: string,
  rows: readonly { readonly postgres: readonly string[]; readonly columns: readonly string[] }[],
): string {
  const items = rows
    .filter(({ columns }) => columns.length > 0)
    .map(({ postgres, columns }) => `- ${postgres.join(', ')}: ${columns.map(code).join(', ')}`)
  return items.length === 0 ? '' : `\n${heading}\n\n${items.join('\n')}\n`
}

type WrittenType = Pick<TypeRow, 'parquet' | 'recordType'>

/** The default, and options that are single values: what is made of those is read like other structs. */
function writtenTypes(row: TypeRow): readonly WrittenType[] {
  const options = row.others.flatMap(({ recordType }) =>
    ['list', 'struct', 'map'].includes(recordType.kind)
      ? []
      : [{ parquet: parquetType(recordType), recordType }],
  )
  return [row, ...options]
}

/** One record type for each kind of Parquet column: digits and widths apart, they are read alike. */
function shownTypes(rows: readonly WrittenType[]): readonly WrittenType[] {
  return [...Map.groupBy(rows, kindOf).values()].flatMap(([first]) => (first ? [first] : []))
}

function kindOf({ parquet }: WrittenType): string {
  return parquet.replaceAll(/\d+(, \d+)?\)/g, '')
}

async function readersSection(rows: readonly WrittenType[]): Promise<string> {
  const types = rows.map(({ recordType }) => recordType)
  const schema = types.map((type, index) => ({ name: `c${index}`, type, optional: true }))
  const { duckdb, pyarrow } = await measureTypes(schema)
  const known = types.map((type) => typeIn(PYARROW, type))
  if (pyarrow !== undefined) checkKnown(types, known, pyarrow)
  const cells = rows.map(({ parquet, recordType }, index) => [
    code(parquet),
    code(duckdb[index] ?? ''),
    code(known[index] ?? ''),
    ...[SPARK, ATHENA].map((reader) => code(typeIn(reader, recordType))),
  ])
  const titles = ['Parquet', 'DuckDB', ...[PYARROW, SPARK, ATHENA].map(titleOf)]
  return `${READERS_TEXT}\n${table(titles, cells)}`
}

function titleOf({ title }: OtherReader): string {
  return title
}

/** @throws {Error} when pyarrow shows something else than this page says. */
function checkKnown(
  types: readonly RecordType[],
  known: readonly string[],
  shown: readonly string[],
): void {
  const faults = types.flatMap((type, index) =>
    known[index] === shown[index]
      ? []
      : [`${JSON.stringify(type)}: expected ${known[index]}, pyarrow shows ${shown[index]}`],
  )
  if (faults.length > 0)
    throw new Error(`${faults.join('\n')}; correct test/type-table/other-readers.ts`)
}

function table(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  kept: readonly boolean[] = titles.map(() => true),
): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.filter((_, index) => kept[index]).join(' | ')} |\n`
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('')
}

/** Joins words to lines of at most so many characters. */
function lines(words: readonly string[], joiner: string, width: number): readonly string[] {
  const joined: string[] = []
  for (const word of words) {
    const longer = [...joined.splice(-1), word].join(joiner)
    if (longer.length <= width || longer === word) joined.push(longer)
    else joined.push(longer.slice(0, -joiner.length - word.length), word)
  }
  return joined
}

function code(text: string): string {
  return `\`${text}\``
}
