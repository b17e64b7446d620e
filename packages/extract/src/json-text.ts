import { widthOf } from './fixed-width.ts'
import {
  dimensionLength,
  dimensionsOf,
  ElementPositions,
  elementsOfAll,
  elementsOffset,
} from './pg-types/array.ts'
import { timestampText } from './pg-types/calendar-text.ts'
import { compositeReader } from './pg-types/composite.ts'
import { withoutExponent } from './pg-types/float-text.ts'
import { readHstore } from './pg-types/hstore.ts'
import { printedTextReader } from './printed-text.ts'
import type { CompositeField, SourceType } from './result-column.ts'
import { fixedWidthReader } from './value-reader.ts'
import type { ValueReader } from './vector.ts'
import { comesPrinted } from './wire-format.ts'

/**
 * Gives the reader of single values as `to_jsonb(value)::text` prints them, blanks included: a blank
 * behind each `,` and `:`, the keys of an object in the order of their lengths and then their bytes. A
 * value of type `json` is kept as it is stored. `undefined` for a type that has no binary decoder.
 */
export function jsonTextReader(type: SourceType): ValueReader<string> | undefined {
  switch (type.kind) {
    case 'array': {
      const element = innerReader(type.element)
      return element && arrayJson(element)
    }
    case 'composite':
      return compositeJson(type.fields)
    case 'hstore':
      return hstoreJson
    case 'timestamp':
      return timestampJson('')
    case 'timestamptz':
      return timestampJson('+00:00')
    default: {
      const read = printedTextReader(type)
      return read && scalarJson(type, read)
    }
  }
}

/** Inside an array or a composite type values come in binary, which those of a printed type cannot be read in. */
function innerReader(type: SourceType): ValueReader<string> | undefined {
  return comesPrinted(type) ? undefined : jsonTextReader(type)
}

function scalarJson(type: SourceType, read: ValueReader<string>): ValueReader<string> {
  switch (type.kind) {
    case 'bool':
    case 'int2':
    case 'int4':
    case 'int8':
    case 'json':
    case 'jsonb':
      return read
    case 'float4':
    case 'float8':
    case 'numeric':
      return (batch, position) => numberJson(read(batch, position))
    default:
      return (batch, position) => JSON.stringify(read(batch, position))
  }
}

/** JSON has no word for NaN and the infinities: they are text. No number has an exponent. */
function numberJson(text: string): string {
  if (/[NI]/.test(text)) return `"${text}"`
  return text === '-0' ? '0' : withoutExponent(text)
}

/** As in ISO 8601. */
function timestampJson(zone: string): ValueReader<string> {
  return fixedWidthReader(
    ({ view }, position) => `"${timestampText(view, position, zone).replace(' ', 'T')}"`,
    widthOf('timestamp'),
  )
}

/** Lists in as many levels as the array has dimensions. */
function arrayJson(readElement: ValueReader<string>): ValueReader<string> {
  return (batch, position) => {
    const { view } = batch
    const dimensions = dimensionsOf(view, position)
    const count = dimensions === 0 ? 0 : elementsOfAll(view, position, dimensions)
    if (count === 0) return '[]'
    const found = new ElementPositions()
    found.add(view, position, elementsOffset(dimensions), count)
    let items = Array.from(found.positions.subarray(0, count), (at) =>
      at < 0 ? 'null' : readElement(batch, at),
    )
    for (let dimension = dimensions - 1; dimension >= 0; dimension--) {
      items = listsOf(items, dimensionLength(view, position, dimension))
    }
    return items.join('')
  }
}

function listsOf(items: readonly string[], length: number): string[] {
  const lists: string[] = []
  for (let from = 0; from < items.length; from += length) {
    lists.push(`[${items.slice(from, from + length).join(', ')}]`)
  }
  return lists
}

function compositeJson(fields: readonly CompositeField[]): ValueReader<string> | undefined {
  const readers = fields.flatMap(({ name, type }) => {
    const read = innerReader(type)
    return read === undefined ? [] : [{ name, read }]
  })
  if (readers.length < fields.length) return undefined
  const read = compositeReader(readers)
  const names = fields.map(({ name }) => name).toSorted(compareKeys)
  return (batch, position) => {
    const values = read(batch, position)
    return objectJson(names.map((name) => [name, values[name] ?? 'null']))
  }
}

/** Its pairs come in the order of JSON already. */
const hstoreJson: ValueReader<string> = (batch, position) =>
  objectJson([...readHstore(batch, position)].map(([key, value]) => [key, JSON.stringify(value)]))

function objectJson(entries: readonly (readonly [key: string, json: string])[]): string {
  return `{${entries.map(([key, json]) => `${JSON.stringify(key)}: ${json}`).join(', ')}}`
}

/** The order of keys in `jsonb`: the shorter first, then by their bytes. */
function compareKeys(a: string, b: string): number {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length - right.length || Buffer.compare(left, right)
}
