import type { FixedWidth } from '../kernel-decoder.ts'
import type { Printed } from './printed.ts'

/** Postgres `point`: as printed `(x,y)`; in binary x, then y (float8 each). */
export type Point = Printed<'point'>

/** Where the coordinates stand. See point_send in src/backend/utils/adt/geo_ops.c of Postgres. */
export const POINT_WIDTH: FixedWidth = { type: 'point', widthBytes: 16 }
export const POINT_OFFSETS_BYTES = { x: 0, y: 8 } as const
