import type { RecordType } from '@carmilla/transform'
import type { TestValue } from './vectors.ts'

/** Bounds as they are stored. */
export interface TestBounds {
  readonly min: Uint8Array
  readonly max: Uint8Array
}

/** What is wrong with bounds; undefined when they are right, exact as far as they say they are. */
export function problemOf(
  type: RecordType,
  values: readonly TestValue[],
  bounds: (TestBounds & { isMinExact?: boolean; isMaxExact?: boolean }) | undefined,
): string | undefined {
  const leaf = leafType(type)
  if (values.length === 0 || values.some(Number.isNaN)) {
    return bounds === undefined ? undefined : 'bounds without values or beside a NaN'
  }
  // Only bytes that are all 0xff have no shorter upper bound.
  if (bounds === undefined) return leaf.kind === 'binary' ? undefined : 'no bounds'
  if (Math.max(bounds.min.length, bounds.max.length) > 64) return 'long bounds'
  const sorted = values.map((value) => key(leaf, value)).toSorted(compareKeys)
  const [least = 0] = sorted
  const greatest = sorted.at(-1) ?? 0
  const byMin = compareKeys(keyOfBound(leaf, bounds.min), least)
  const byMax = compareKeys(keyOfBound(leaf, bounds.max), greatest)
  // The column index has no flags, but a short bound was not shortened.
  if (byMin > 0 || (byMin < 0 && (bounds.isMinExact ?? bounds.min.length < 60)))
    return 'wrong minimum'
  if (byMax < 0 || (byMax > 0 && (bounds.isMaxExact ?? bounds.max.length < 60)))
    return 'wrong maximum'
  return undefined
}

/** Whether bounds of pages ascend (1), descend (2) or neither (0). */
export function boundaryOrder(type: RecordType, pages: readonly TestBounds[]): number {
  const leaf = leafType(type)
  const pairs = pages.slice(1).map((page, i) => {
    const previous = pages[i] ?? page
    return [
      compareKeys(keyOfBound(leaf, previous.min), keyOfBound(leaf, page.min)),
      compareKeys(keyOfBound(leaf, previous.max), keyOfBound(leaf, page.max)),
    ].map(Math.sign)
  })
  if (pairs.every((signs) => signs.every((sign) => sign <= 0))) return 1
  return pairs.every((signs) => signs.every((sign) => sign >= 0)) ? 2 : 0
}

type Key = bigint | number | Buffer

/** What a value sorts by: numbers by value, everything else by its bytes. */
function key(type: RecordType, value: TestValue): Key {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string') return Buffer.from(value)
  if (value instanceof Uint8Array) return Buffer.from(value)
  if (typeof value === 'number') {
    const number = type.kind === 'float32' ? Math.fround(value) : value
    return type.kind.startsWith('float') ? number + 0 : BigInt(number)
  }
  if (typeof value === 'bigint') return value
  throw new TypeError('no leaf value')
}

function keyOfBound(type: RecordType, bytes: Uint8Array): Key {
  const buffer = Buffer.from(bytes)
  switch (type.kind) {
    case 'bool':
      return buffer.readUInt8()
    case 'float32':
      return buffer.readFloatLE() + 0
    case 'float64':
      return buffer.readDoubleLE() + 0
    case 'text':
    case 'uuid':
    case 'json':
    case 'binary':
    case 'uuidBytes':
      return buffer
    case 'decimal':
      if (type.precision > 18)
        return BigInt.asIntN(bytes.length * 8, BigInt(`0x${buffer.toString('hex')}`))
      return bytes.length === 4 ? BigInt(buffer.readInt32LE()) : buffer.readBigInt64LE()
    default:
      return bytes.length === 4 ? BigInt(buffer.readInt32LE()) : buffer.readBigInt64LE()
  }
}

function compareKeys(a: Key, b: Key): number {
  if (Buffer.isBuffer(a) && Buffer.isBuffer(b)) return Buffer.compare(a, b)
  return a < b ? -1 : a > b ? 1 : 0
}

function leafType(type: RecordType): RecordType {
  return type.kind === 'list' ? leafType(type.element) : type
}
