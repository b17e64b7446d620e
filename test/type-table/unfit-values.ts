import {
  type ColumnDecoder,
  ExtractError,
  type SourceType,
} from '../../packages/extract/src/index.ts'
import { batchOf, int32, int64, numeric } from '../../packages/extract/test/wire-fixture.ts'
import { columnOf, defaultRecordType, UNCOUNTED } from '../../packages/transform/src/index.ts'

/** A value that not every column holds, as Postgres sends it. */
interface OddValue {
  readonly name: string
  readonly bytes: Buffer
}

const INT4_OID = 23
/** 294276-12-31 23:59:59.999999, the last instant of Postgres, in its microseconds since 2000. */
const LAST_MICROS = 9_223_371_331_199_999_999n
const INFINITE_MICROS = 9_223_372_036_854_775_807n
const INFINITE_DAYS = 2_147_483_647

/** Names of the values that the default column of a source type refuses. */
export function unfitValues(source: SourceType, dimensions = 1): readonly string[] {
  const type = defaultRecordType(source, dimensions)
  const decoder = type && columnOf(type).decoder(source, UNCOUNTED)
  if (decoder === undefined) return []
  const refused = oddValues(source)
    .filter(({ bytes }) => refuses(decoder, bytes))
    .map(({ name }) => name)
  // What does not fit inside does not fit.
  if (source.kind === 'array') return [...refused, ...unfitValues(source.element)]
  if (source.kind !== 'composite') return refused
  return [...new Set(source.fields.flatMap((field) => unfitValues(field.type)))]
}

function oddValues(source: SourceType): readonly OddValue[] {
  switch (source.kind) {
    case 'numeric':
      return [
        { name: '`NaN`', bytes: numeric('NaN') },
        // A numeric that has a precision takes no infinity.
        ...(source.precision === null ? [{ name: '±infinity', bytes: numeric('-Infinity') }] : []),
      ]
    case 'float4':
      return [{ name: '`NaN`', bytes: int32(0x7fc00000) }]
    case 'float8':
      return [{ name: '`NaN`', bytes: int64(0x7ff8000000000000n) }]
    case 'date':
      return [{ name: '±infinity', bytes: int32(INFINITE_DAYS) }]
    case 'timestamp':
    case 'timestamptz':
      return [
        { name: '±infinity', bytes: int64(INFINITE_MICROS) },
        { name: 'after 294247-01-10', bytes: int64(LAST_MICROS) },
      ]
    case 'array':
      if (source.element.kind === 'printed') {
        return [{ name: 'other dimensions', bytes: Buffer.from('{{{x}}}') }]
      }
      return [{ name: 'other dimensions', bytes: cube() }]
    default:
      return []
  }
}

/** An array of three dimensions of one element each, NULL: no column here is declared with so many. */
function cube(): Buffer {
  const hasNull = 1
  const header = [int32(3), int32(hasNull), int32(INT4_OID)]
  // Length and lower bound.
  const dimension = [int32(1), int32(1)]
  return Buffer.concat([...header, ...dimension, ...dimension, ...dimension, int32(-1)])
}

function refuses(decoder: ColumnDecoder, bytes: Buffer): boolean {
  try {
    decoder.decode(batchOf([bytes]), 0)
    return false
  } catch (error) {
    if (error instanceof ExtractError && error.code === 'unrepresentable_value') return true
    throw error
  }
}
