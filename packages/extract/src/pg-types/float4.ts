import type { Flavour } from './flavour.ts'

/** Postgres `real`: binary32. */
export type Float4 = number & Flavour<'float4'>
