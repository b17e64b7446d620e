import { ExtractError } from '../errors.ts'
import type { Kernel } from '../kernel-decoder.ts'
import { newBytesVector, reserveBytes } from '../new-vector.ts'
import type { BytesVector } from '../vector.ts'
import { READABLE_PADDING_BYTES, type WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** `geometry` of the extension PostGIS, as WKB: what `ST_AsBinary` gives. Its SRID is not kept. */
export type Geometry = Uint8Array & Flavour<'geometry'>

/** `geography` of the extension PostGIS, as WKB: what `ST_AsBinary` gives. */
export type Geography = Uint8Array & Flavour<'geography'>

/*
 * On the wire: extended WKB, which marks Z, M and an SRID (int32, behind the type) by bits of the type;
 * WKB adds 1000 for Z and 2000 for M instead, and has no SRID. Each geometry of a collection has a
 * header of its own.
 * See lwgeom_to_wkb_buf in liblwgeom/lwout_wkb.c of PostGIS.
 */
const HAS_Z = 0x80000000
const HAS_M = 0x40000000
const HAS_SRID = 0x20000000
const FLAGS = HAS_Z | HAS_M | HAS_SRID
const ISO_Z = 1000
const ISO_M = 2000

const LITTLE_ENDIAN = 1
const TYPE_OFFSET = 1
const HEADER_BYTES = 5
const SRID_BYTES = 4
const COUNT_BYTES = 4
const COORDINATE_BYTES = 8
/** Far more than people nest, far less than a stack holds. */
const MAX_DEPTH = 200

/** What follows the header, by the type's number. */
type Body = 'point' | 'points' | 'rings' | 'geometries'
const BODIES: readonly (Body | undefined)[] = [
  undefined,
  'point',
  'points',
  'rings',
  'geometries',
  'geometries',
  'geometries',
  'geometries',
  'points',
  'geometries',
  'geometries',
  'geometries',
  'geometries',
  undefined,
  undefined,
  'geometries',
  'geometries',
  'rings',
]

/** Writes the WKB of each value into the vector's own bytes. */
export const geometryKernel: Kernel<BytesVector> = (batch, column, output) => {
  const { positions, rows } = batch
  const { starts, lengths, present } = output
  const first = column * batch.capacityRows
  let nulls = 0
  let used = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    present[row] = position < 0 ? 0 : 1
    if (position < 0) {
      nulls++
      continue
    }
    const lengthBytes = batch.view.getInt32(position - 4)
    reserveBytes(output, used + lengthBytes + READABLE_PADDING_BYTES)
    const end = new WkbCopy(batch, position + lengthBytes, output).copy(position, used)
    starts[row] = used
    lengths[row] = end - used
    used = end
  }
  return nulls
}

/** Gives the WKB of one value. */
export function readGeometry(batch: WireBatch, position: number): Uint8Array {
  const lengthBytes = batch.view.getInt32(position - 4)
  const output = newBytesVector()
  reserveBytes(output, lengthBytes)
  const end = new WkbCopy(batch, position + lengthBytes, output).copy(position, 0)
  return new Uint8Array(output.bytes.subarray(0, end))
}

/** Copies one value, header by header. It only becomes shorter. */
class WkbCopy {
  readonly #batch: WireBatch
  readonly #end: number
  readonly #output: BytesVector
  #from = 0
  #to = 0

  constructor(batch: WireBatch, end: number, output: BytesVector) {
    this.#batch = batch
    this.#end = end
    this.#output = output
  }

  /** Returns where the copy ends. */
  copy(from: number, to: number): number {
    this.#from = from
    this.#to = to
    this.#copyGeometry(0)
    if (this.#from !== this.#end) throw malformed('more bytes than its geometry')
    return this.#to
  }

  #copyGeometry(depth: number): void {
    if (depth > MAX_DEPTH) throw malformed(`geometries nested more than ${MAX_DEPTH} deep`)
    this.#need(HEADER_BYTES)
    const { view, bytes } = this.#batch
    const order = bytes[this.#from] ?? 0
    const isLittle = order === LITTLE_ENDIAN
    const marked = view.getUint32(this.#from + TYPE_OFFSET, isLittle)
    const type = (marked & ~FLAGS) >>> 0
    const hasZ = (marked & HAS_Z) !== 0
    const hasM = (marked & HAS_M) !== 0
    const output = this.#output.view
    output.setUint8(this.#to, order)
    output.setUint32(this.#to + TYPE_OFFSET, isoType(type, hasZ, hasM), isLittle)
    this.#from += HEADER_BYTES
    this.#to += HEADER_BYTES
    if ((marked & HAS_SRID) !== 0) this.#skip(SRID_BYTES)
    const pointBytes = (2 + (hasZ ? 1 : 0) + (hasM ? 1 : 0)) * COORDINATE_BYTES
    this.#copyBody(BODIES[type], { isLittle, pointBytes, depth })
  }

  #copyBody(
    body: Body | undefined,
    { isLittle, pointBytes, depth }: { isLittle: boolean; pointBytes: number; depth: number },
  ): void {
    switch (body) {
      case 'point':
        return this.#copyBytes(pointBytes)
      case 'points':
        return this.#copyBytes(this.#copyCount(isLittle) * pointBytes)
      case 'rings':
        for (let left = this.#copyCount(isLittle); left > 0; left--) {
          this.#copyBytes(this.#copyCount(isLittle) * pointBytes)
        }
        return
      case 'geometries':
        for (let left = this.#copyCount(isLittle); left > 0; left--) this.#copyGeometry(depth + 1)
        return
      case undefined:
        throw malformed('a geometry of an unknown type')
    }
  }

  #copyCount(isLittle: boolean): number {
    this.#need(COUNT_BYTES)
    const count = this.#batch.view.getUint32(this.#from, isLittle)
    this.#copyBytes(COUNT_BYTES)
    return count
  }

  #copyBytes(count: number): void {
    this.#need(count)
    this.#batch.bytes.copy(this.#output.bytes, this.#to, this.#from, this.#from + count)
    this.#from += count
    this.#to += count
  }

  #skip(count: number): void {
    this.#need(count)
    this.#from += count
  }

  #need(count: number): void {
    if (this.#from + count > this.#end) throw malformed('fewer bytes than its geometry')
  }
}

function isoType(type: number, hasZ: boolean, hasM: boolean): number {
  return type + (hasZ ? ISO_Z : 0) + (hasM ? ISO_M : 0)
}

function malformed(what: string): ExtractError {
  return new ExtractError('protocol_violation', `geometry from postgres: ${what}`)
}
