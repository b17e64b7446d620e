import { pointDecoder } from '@carmilla/extract'
import type { Column } from '../column.ts'
import type { HoldingStruct } from '../record-type.ts'
import { float64 } from './float64.ts'
import { struct } from './struct.ts'

interface Coordinates {
  readonly x: ReturnType<typeof float64>
  readonly y: ReturnType<typeof float64>
}

/** The record type of a point. */
export type PointType = HoldingStruct<Coordinates, 'point'>

/** A point of a plane: holds `point` as a struct of `x` and `y`. */
export function point(): Column<PointType, false, 'exact', 'error'> {
  return {
    ...struct({ x: float64(), y: float64() }),
    format: 'binary',
    decoder: (source) =>
      source.kind === 'printed' && source.name === 'point' ? pointDecoder() : undefined,
  }
}
