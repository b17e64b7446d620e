import type { CompositeField, ScalarTypeName, SourceType } from '@carmilla/extract'
import { exactDecimal } from '../exact-decimal.ts'
import { propertyKey } from '../render/literal.ts'

/** Largest precision of a Parquet DECIMAL that Athena reads, in digits. */
const MAX_DECIMAL_DIGITS = 38

const SCALAR_FUNCTIONS = {
  bool: 'bool',
  int2: 'int16',
  int4: 'int32',
  int8: 'int64',
  float4: 'float32',
  float8: 'float64',
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  name: 'text',
  uuid: 'uuid',
  json: 'json',
  jsonb: 'json',
  bytea: 'binary',
  date: 'date',
  timestamp: 'timestampMicros',
  timestamptz: 'timestamptzMicros',
} as const satisfies Record<ScalarTypeName, string>

/** A call of the functions of `@carmilla/transform`, and the names of those functions. */
export interface ColumnFunction {
  /** On one line. */
  readonly text: string
  readonly imports: readonly string[]
  /** The same on several lines, as the formatter lays out what is too long for one. */
  readonly lines?: (indent: string) => string
}

const LINE_WIDTH = 100

/** Prints a column at `indent`, behind a key of `keyWidth` characters, as the formatter would. */
export function layOut({ text, lines }: ColumnFunction, indent: string, keyWidth = 0): string {
  const fits = indent.length + keyWidth + text.length + ','.length <= LINE_WIDTH
  return fits || lines === undefined ? text : lines(indent)
}

/** Lets a column be NULL. */
export function optionalColumn(column: ColumnFunction): ColumnFunction {
  return call('optional', column)
}

/**
 * The record column that holds every value of a source type exactly: `decimal(14, 2)`,
 * `list(text())`. `undefined` when none does, so that the query must cast it. `dimensions` are those
 * that an array is declared with.
 */
export function columnFunction(type: SourceType, dimensions = 1): ColumnFunction | undefined {
  if (type.kind === 'unsupported') return undefined
  if (type.kind === 'enum') return call('text')
  if (type.kind === 'numeric') {
    return type.precision === null ? call('text') : decimalFunction(type.precision, type.scale ?? 0)
  }
  if (type.kind === 'array') {
    const element = columnFunction(type.element)
    return element && lists(element, dimensions)
  }
  if (type.kind === 'hstore') return { text: 'map(text(), text())', imports: ['map', 'text'] }
  if (type.kind === 'composite') return structFunction(type.fields)
  return call(SCALAR_FUNCTIONS[type.kind])
}

function decimalFunction(precision: number, scale: number): ColumnFunction | undefined {
  const decimal = exactDecimal(precision, scale)
  if (decimal.precision > MAX_DECIMAL_DIGITS) return undefined
  return { text: `decimal(${decimal.precision}, ${decimal.scale})`, imports: ['decimal'] }
}

function lists(element: ColumnFunction, dimensions: number): ColumnFunction {
  let held = element
  for (let level = 0; level < dimensions; level++) held = call('list', held)
  return held
}

/** Fields may all be NULL. `undefined` when two would have the same name in lower case. */
function structFunction(fields: readonly CompositeField[]): ColumnFunction | undefined {
  const names = new Set(fields.map(({ name }) => name.toLowerCase()))
  if (fields.length === 0 || names.size < fields.length) return undefined
  const entries: (readonly [key: string, column: ColumnFunction])[] = []
  for (const { name, type } of fields) {
    const column = columnFunction(type)
    if (column === undefined) return undefined
    entries.push([propertyKey(name), optionalColumn(column)])
  }
  const inline = entries.map(([key, column]) => `${key}: ${column.text}`).join(', ')
  return {
    text: `struct({ ${inline} })`,
    imports: ['struct', ...entries.flatMap(([, column]) => column.imports)],
    lines: (indent) => {
      const inner = `${indent}  `
      const printed = entries.map(([key, column]) => {
        const keyWidth = key.length + ': '.length
        return `${inner}${key}: ${layOut(column, inner, keyWidth)},\n`
      })
      return `struct({\n${printed.join('')}${indent}})`
    },
  }
}

function call(name: string, argument?: ColumnFunction): ColumnFunction {
  const text = `${name}(${argument?.text ?? ''})`
  const imports = [name, ...(argument?.imports ?? [])]
  if (argument?.lines === undefined) return { text, imports }
  const lines = (indent: string): string => {
    const inner = `${indent}  `
    return `${name}(\n${inner}${layOut(argument, inner)},\n${indent})`
  }
  return { text, imports, lines }
}
