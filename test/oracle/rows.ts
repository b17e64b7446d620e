/** A value as text; a list as its elements. Types say how the texts are to be compared. */
export type Cell = string | null | readonly Cell[]
export type Row = readonly Cell[]

/** A column as DuckDB calls it. */
export interface Column {
  readonly name: string
  /** `INTEGER`, `DECIMAL(14,2)`, `VARCHAR[]`. */
  readonly type: string
}

/** How exactly a reader gives decimals; a double keeps about 15 digits of them. */
export type DecimalPrecision = 'exact' | 'double'

const DOUBLE_TOLERANCE = 1e-12
const SHOWN_DIFFERENCES = 5

/**
 * Compares two sets of rows value by value, in whatever order they come. Gives a sentence for each
 * of the first differences, and none when the sets are equal.
 */
export function differences(
  columns: readonly Column[],
  { expected, got }: { readonly expected: readonly Row[]; readonly got: readonly Row[] },
  precision: DecimalPrecision = 'exact',
): readonly string[] {
  const found: string[] = []
  if (expected.length !== got.length) {
    found.push(`expected ${expected.length} rows, got ${got.length}`)
  }
  const left = sortedRows(columns, expected)
  const right = sortedRows(columns, got)
  for (let row = 0; row < Math.min(left.length, right.length); row++) {
    for (const [index, { name, type }] of columns.entries()) {
      const wanted = left[row]?.[index] ?? null
      const value = right[row]?.[index] ?? null
      if (isSame(type, precision, [wanted, value])) continue
      found.push(
        `${name}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(value)} in row ${JSON.stringify(right[row]?.slice(0, 3))}`,
      )
      if (found.length >= SHOWN_DIFFERENCES) return found
    }
  }
  return found
}

function isSame(type: string, precision: DecimalPrecision, [a, b]: readonly [Cell, Cell]): boolean {
  if (a === b) return true
  if (typeof a !== 'string' || typeof b !== 'string') {
    // Lists; elements have no decimals that a double would change in any table here.
    return JSON.stringify(a) === JSON.stringify(b)
  }
  if (type === 'DOUBLE') return Object.is(floatOf(a), floatOf(b))
  if (type === 'FLOAT') return Object.is(Math.fround(floatOf(a)), Math.fround(floatOf(b)))
  if (!type.startsWith('DECIMAL') || precision === 'exact') return false
  const exact = Number(a)
  return Math.abs(exact - Number(b)) <= DOUBLE_TOLERANCE * Math.abs(exact)
}

/** Numbers that readers give inexactly come last in the order, and decide only between equals. */
function sortedRows(columns: readonly Column[], rows: readonly Row[]): readonly Row[] {
  const inexact = columns.map(({ type }) => /^(?:DECIMAL|DOUBLE|FLOAT)/.test(type))
  return rows
    .map((row) => ({
      row,
      key: JSON.stringify(row.filter((_, index) => !inexact[index])),
      numbers: row.filter((_, index) => inexact[index]).map((cell) => floatOf(String(cell))),
    }))
    .toSorted((a, b) => compareTexts(a.key, b.key) || compareNumbers(a.numbers, b.numbers))
    .map(({ row }) => row)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [index, number] of a.entries()) {
    const difference = number - (b[index] ?? 0)
    if (difference !== 0 && !Number.isNaN(difference)) return difference
  }
  return 0
}

/** Postgres writes `Infinity`, DuckDB `inf`; NULL is as good as NaN for an order. */
function floatOf(text: string): number {
  return Number(text.replace(/^(-?)inf$/i, '$1Infinity'))
}
