import { extensionType, type ScalarTypeName, type SourceType } from '@carmilla/extract'
import { nameInQuery } from './table-name.ts'
import type { CatalogType } from './types.ts'

const SCALARS: ReadonlySet<string> = new Set<ScalarTypeName>([
  'bool',
  'int2',
  'int4',
  'int8',
  'float4',
  'float8',
  'text',
  'varchar',
  'bpchar',
  'name',
  'uuid',
  'json',
  'jsonb',
  'date',
  'timestamp',
  'timestamptz',
  'bytea',
  'oid',
  'xid',
  'cid',
])

/** A type and the modifier that a column (or a domain) gives to it. */
interface ModifiedType {
  readonly oid: number
  /** -1 when there is none. */
  readonly modifier: number
}

/**
 * Names a type in the terms of the type contract. A domain is its base type, all the way down, with
 * the modifier of the domain; the modifier of an array is that of its elements.
 */
export function resolveSourceType(
  types: ReadonlyMap<number, CatalogType>,
  { oid, modifier }: ModifiedType,
): SourceType {
  const type = types.get(oid)
  if (type === undefined) return { kind: 'printed', name: String(oid) }
  if (type.kind === 'domain') {
    return resolveSourceType(types, { oid: type.inner, modifier: type.innerModifier })
  }
  if (type.kind === 'array') {
    return { kind: 'array', element: resolveSourceType(types, { oid: type.inner, modifier }) }
  }
  if (type.kind === 'enum') return { kind: 'enum', name: nameInQuery(type) }
  if (type.kind === 'hstore') return { kind: 'hstore' }
  if (type.kind === 'composite') {
    const fields = type.fields.map((field) => ({
      name: field.name,
      type: resolveSourceType(types, { oid: field.type, modifier: field.modifier }),
    }))
    return { kind: 'composite', name: nameInQuery(type), fields }
  }
  return resolveBuiltIn(type, modifier)
}

function resolveBuiltIn(type: CatalogType, modifier: number): SourceType {
  if (type.schema !== 'pg_catalog') {
    const known = extensionType(type.extension ?? '', type.name)
    return known === undefined ? { kind: 'printed', name: nameInQuery(type) } : { kind: known }
  }
  if (type.name === 'numeric') return { kind: 'numeric', ...numericModifier(modifier) }
  if (isScalar(type.name)) return { kind: type.name }
  return { kind: 'printed', name: type.name }
}

function isScalar(name: string): name is ScalarTypeName {
  return SCALARS.has(name)
}

/**
 * Takes a numeric's modifier apart: precision in the upper 16 bits, scale as a signed number of 11
 * bits (negative since PostgreSQL 15), both shifted by the header length.
 *
 * @see https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/numeric.c `numeric_typmod_scale`
 */
function numericModifier(modifier: number): { precision: number | null; scale: number | null } {
  const headerBytes = 4
  if (modifier < headerBytes) return { precision: null, scale: null }
  const packed = modifier - headerBytes
  return { precision: (packed >> 16) & 0xffff, scale: ((packed & 0x7ff) ^ 1024) - 1024 }
}
