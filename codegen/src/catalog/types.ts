import type { Client } from 'pg'

/** A row of `pg_type`, as far as columns need it. */
export interface CatalogType {
  readonly schema: string
  readonly name: string
  readonly kind: 'array' | 'composite' | 'domain' | 'enum' | 'hstore' | 'other'
  /** The extension that a base type belongs to. */
  readonly extension?: string | null
  /** The element of an array, the base of a domain; 0 for others. */
  readonly inner: number
  /** The modifier that a domain gives to its base; -1 when it gives none. */
  readonly innerModifier: number
  /** The fields of a composite type in its order; none for others. */
  readonly fields: readonly CatalogField[]
}

/** An attribute of a composite type. */
export interface CatalogField {
  readonly name: string
  /** Oid of its type. */
  readonly type: number
  /** -1 when there is none. */
  readonly modifier: number
}

/** The given types, and those that they are made of, by oid. */
export async function queryTypes(
  client: Client,
  oids: readonly number[],
): Promise<ReadonlyMap<number, CatalogType>> {
  const { rows } = await client.query<CatalogType & { oid: number }>(
    `
    with recursive used as (
      select oid from pg_type where oid = any($1)
      union
      select inner_type.oid
      from used
      join pg_type outer_type on outer_type.oid = used.oid
      left join pg_attribute attribute
        on outer_type.typtype = 'c' and attribute.attrelid = outer_type.typrelid
          and attribute.attnum > 0 and not attribute.attisdropped
      join pg_type inner_type
        on inner_type.oid in (outer_type.typbasetype, outer_type.typelem, attribute.atttypid)
    )
    select
      type.oid,
      namespace.nspname as schema,
      type.typname as name,
      case
        when type.typtype = 'd' then 'domain'
        when type.typtype = 'e' then 'enum'
        when type.typtype = 'c' then 'composite'
        when type.typtype = 'b' and type.typname = 'hstore' then 'hstore'
        when element.oid is not null then 'array'
        else 'other'
      end as kind,
      (
        select extname
        from pg_depend
        join pg_extension on pg_extension.oid = refobjid
        where classid = 'pg_type'::regclass and objid = type.oid
          and refclassid = 'pg_extension'::regclass and deptype = 'e' and type.typtype = 'b'
      ) as extension,
      case when type.typtype = 'd' then type.typbasetype else type.typelem end as inner,
      type.typtypmod as "innerModifier",
      coalesce(
        (
          select json_agg(
            json_build_object('name', attname, 'type', atttypid::int8, 'modifier', atttypmod)
            order by attnum
          )
          from pg_attribute
          where type.typtype = 'c' and attrelid = type.typrelid and attnum > 0 and not attisdropped
        ),
        '[]'
      ) as fields
    from used
    join pg_type type on type.oid = used.oid
    join pg_namespace namespace on namespace.oid = type.typnamespace
    -- Other types have elements too (int2vector, point); only an array is the array type of one.
    left join pg_type element on element.oid = type.typelem and element.typarray = type.oid`,
    [[...new Set(oids)]],
  )
  return new Map(rows.map(({ oid, ...type }) => [oid, type]))
}
