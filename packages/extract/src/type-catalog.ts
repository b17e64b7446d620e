import { extensionType } from './extension-types.ts'
import type { ScalarTypeName, SourceType } from './result-column.ts'

/** Runs one query of the catalog; every value comes as text. */
export type CatalogQuery = (
  sql: string,
  parameters: readonly unknown[],
) => Promise<readonly Readonly<Record<string, string | null>>[]>

/** Types whose oid never changes. @see src/include/catalog/pg_type.dat of Postgres */
const SCALARS: ReadonlyMap<number, ScalarTypeName> = new Map<number, ScalarTypeName>([
  [16, 'bool'],
  [17, 'bytea'],
  [19, 'name'],
  [20, 'int8'],
  [21, 'int2'],
  [23, 'int4'],
  [25, 'text'],
  [26, 'oid'],
  [28, 'xid'],
  [29, 'cid'],
  [114, 'json'],
  [700, 'float4'],
  [701, 'float8'],
  [1042, 'bpchar'],
  [1043, 'varchar'],
  [1082, 'date'],
  [1114, 'timestamp'],
  [1184, 'timestamptz'],
  [2950, 'uuid'],
  [3802, 'jsonb'],
])
const NUMERIC_OID = 1700

/** Oid of each built-in array type, with that of its element. */
const ARRAYS: ReadonlyMap<number, number> = new Map([
  [199, 114],
  [1000, 16],
  [1001, 17],
  [1003, 19],
  [1005, 21],
  [1007, 23],
  [1009, 25],
  [1014, 1042],
  [1015, 1043],
  [1011, 28],
  [1012, 29],
  [1016, 20],
  [1021, 700],
  [1022, 701],
  [1028, 26],
  [1115, 1114],
  [1182, 1082],
  [1185, 1184],
  [1231, NUMERIC_OID],
  [2951, 2950],
  [3807, 3802],
])

/** What `pg_type` says of a type that is not built in, as far as it decides how it is read. */
type CatalogType =
  | { readonly kind: 'array'; readonly elementOid: number }
  | { readonly kind: 'domain'; readonly baseOid: number; readonly baseModifier: number }
  | { readonly kind: 'enum'; readonly name: string }
  | { readonly kind: 'printed'; readonly name: string; readonly delimiter?: string }
  | { readonly kind: 'extension'; readonly name: ScalarTypeName }
  | {
      readonly kind: 'composite'
      readonly name: string
      readonly fields: readonly CatalogField[]
    }
  | { readonly kind: 'hstore' }

/** An attribute of a composite type. */
interface CatalogField {
  readonly name: string
  readonly oid: number
  readonly modifier: number
}

const LOOK_UP = `
  select t.oid, t.typtype, t.typelem, t.typbasetype, t.typtypmod, e.oid is not null as is_array,
         -- A name of Postgres itself is never that of another type, whatever the search path is.
         case when n.nspname = 'pg_catalog' then t.typname
              when pg_catalog.pg_type_is_visible(t.oid) and not exists (
                select from pg_catalog.pg_type b
                where b.typname = t.typname
                  and b.typnamespace = 'pg_catalog'::pg_catalog.regnamespace)
              then t.typname
              else n.nspname || '.' || t.typname end as name,
         t.typname, t.typdelim,
         (select x.extname
          from pg_catalog.pg_depend d
          join pg_catalog.pg_extension x on x.oid = d.refobjid
          where d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.objid = t.oid
            and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
            and d.deptype = 'e' and t.typtype = 'b'
         ) as extension,
         t.typname = 'hstore' and t.typtype = 'b' as is_hstore,
         (select pg_catalog.json_agg(
                   pg_catalog.json_build_object(
                     'name', a.attname, 'oid', a.atttypid::int8, 'modifier', a.atttypmod)
                   order by a.attnum)
          from pg_catalog.pg_attribute a
          where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
         ) as fields
  from pg_catalog.pg_type t
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  left join pg_catalog.pg_type e on e.oid = t.typelem and e.typarray = t.oid
  where t.oid = any($1::pg_catalog.oid[])`

/** Puts oids into the terms of the type contract; looks up each unknown one once. */
export class TypeCatalog {
  readonly #query: CatalogQuery
  readonly #known = new Map<number, CatalogType>()

  constructor(query: CatalogQuery) {
    this.#query = query
  }

  /** Learns `oids`, and the types of the elements, bases and fields that they are made of. */
  async learn(oids: readonly number[]): Promise<void> {
    let unknown = this.#unknownAmong(oids)
    while (unknown.length > 0) {
      const rows = await this.#query(LOOK_UP, [unknown])
      for (const row of rows) this.#known.set(Number(row.oid), catalogType(row))
      const found = unknown.map((oid) => this.#known.get(oid))
      unknown = this.#unknownAmong(
        found.flatMap((type) => (type === undefined ? [] : partOf(type))),
      )
    }
  }

  /** Gives the type of an oid that was learned. */
  sourceType(oid: number, modifier: number): SourceType {
    const scalar = SCALARS.get(oid)
    if (scalar !== undefined) return { kind: scalar }
    if (oid === NUMERIC_OID) return numericType(modifier)
    const elementOid = ARRAYS.get(oid)
    if (elementOid !== undefined) {
      return { kind: 'array', element: this.sourceType(elementOid, modifier) }
    }
    const type = this.#known.get(oid)
    if (type === undefined) return { kind: 'printed', name: `oid ${oid}` }
    if (type.kind === 'array') {
      return { kind: 'array', element: this.sourceType(type.elementOid, modifier) }
    }
    if (type.kind === 'domain') return this.sourceType(type.baseOid, type.baseModifier)
    if (type.kind === 'hstore') return { kind: 'hstore' }
    if (type.kind === 'extension') return { kind: type.name }
    if (type.kind !== 'composite') return type
    const fields = type.fields.map((field) => ({
      name: field.name,
      type: this.sourceType(field.oid, field.modifier),
    }))
    return { kind: 'composite', name: type.name, fields }
  }

  #unknownAmong(oids: readonly number[]): number[] {
    const isKnown = (oid: number): boolean =>
      SCALARS.has(oid) || ARRAYS.has(oid) || oid === NUMERIC_OID || this.#known.has(oid)
    return [...new Set(oids)].filter((oid) => !isKnown(oid))
  }
}

function catalogType(row: Readonly<Record<string, string | null>>): CatalogType {
  if (row.typtype === 'd') {
    return {
      kind: 'domain',
      baseOid: Number(row.typbasetype),
      baseModifier: Number(row.typtypmod),
    }
  }
  if (row.is_array === 't') return { kind: 'array', elementOid: Number(row.typelem) }
  if (row.is_hstore === 't') return { kind: 'hstore' }
  const name = row.name ?? ''
  if (row.typtype === 'c') return { kind: 'composite', name, fields: catalogFields(row.fields) }
  if (row.typtype === 'e') return { kind: 'enum', name }
  const known = extensionType(row.extension ?? '', row.typname ?? '')
  if (known !== undefined) return { kind: 'extension', name: known }
  const delimiter = row.typdelim ?? ','
  return { kind: 'printed', name, ...(delimiter === ',' ? {} : { delimiter }) }
}

/** A composite type may have no fields, and then there is nothing to aggregate. */
function catalogFields(json: string | null | undefined): readonly CatalogField[] {
  const fields: readonly CatalogField[] = JSON.parse(json ?? '[]')
  return fields
}

function partOf(type: CatalogType): number[] {
  if (type.kind === 'array') return [type.elementOid]
  if (type.kind === 'composite') return type.fields.map((field) => field.oid)
  return type.kind === 'domain' ? [type.baseOid] : []
}

/** The modifier holds the precision in its upper 16 bits and the scale, signed, in the lower 11. */
function numericType(modifier: number): SourceType {
  if (modifier < 4) return { kind: 'numeric', precision: null, scale: null }
  const packed = modifier - 4
  return { kind: 'numeric', precision: packed >> 16, scale: ((packed & 0x7ff) ^ 1024) - 1024 }
}
