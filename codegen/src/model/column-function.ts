import type { SourceType } from '@carmilla/extract'
import {
  defaultRecordType,
  type RecordField,
  type RecordType,
  showRecordType,
} from '@carmilla/transform'
import { propertyKey } from '../render/literal.ts'

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
  const recordType = defaultRecordType(type, dimensions)
  return recordType && printed(recordType)
}

function printed(type: RecordType): ColumnFunction {
  if (type.kind === 'list') return call('list', printed(type.element))
  if (type.kind === 'struct') return structFunction(type.fields)
  const text = showRecordType(type)
  return { text, imports: [...text.matchAll(/\w+(?=\()/g)].map(([name]) => name) }
}

function structFunction(fields: readonly RecordField[]): ColumnFunction {
  const entries = fields.map(({ name, type, optional }) => {
    const column = printed(type)
    return { key: propertyKey(name), column: optional ? optionalColumn(column) : column }
  })
  const inline = entries.map(({ key, column }) => `${key}: ${column.text}`).join(', ')
  return {
    text: `struct({ ${inline} })`,
    imports: ['struct', ...entries.flatMap(({ column }) => column.imports)],
    lines: (indent) => {
      const inner = `${indent}  `
      const rows = entries.map(({ key, column }) => {
        const keyWidth = key.length + ': '.length
        return `${inner}${key}: ${layOut(column, inner, keyWidth)},\n`
      })
      return `struct({\n${rows.join('')}${indent}})`
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
