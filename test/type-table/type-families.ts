import type { SourceType } from '../../packages/extract/src/index.ts'

/** A Postgres type of the contract. */
export interface TypeSample {
  /** As a column is declared with it. */
  readonly postgres: string
  /** What introspection makes of it; `type-table.integration.test.ts` compares with a server. */
  readonly source: SourceType
  /** Those that an array is declared with, when there are several. */
  readonly dimensions?: number
  /** What it is, where its name does not say so. */
  readonly says?: string
  /** The extension that brings it. */
  readonly extension?: string
}

/** Types that are told of together. */
export interface TypeFamily {
  readonly title: string
  /** Markdown, above the table. */
  readonly text: string
  readonly samples: readonly TypeSample[]
}

/** What the samples need before they can be declared, but for their extensions. */
export const SET_UP = [
  `create type state as enum ('new', 'done')`,
  `create domain price as numeric(12,2)`,
  `create type spot as (x integer, y real)`,
  `create type host as (name text, address inet)`,
] as const

/** The table of types, in the order of the document. */
export const FAMILIES: readonly TypeFamily[] = [
  {
    title: 'Numbers',
    text: 'A `numeric` keeps its precision and scale. One with a negative scale, or with a scale above its precision, gets the smallest decimal that holds it; one that no decimal of 38 digits holds is its text, which also has the `NaN` and the infinities.',
    samples: [
      { postgres: 'smallint', source: { kind: 'int2' } },
      { postgres: 'integer', source: { kind: 'int4' } },
      { postgres: 'bigint', source: { kind: 'int8' } },
      { postgres: 'real', source: { kind: 'float4' } },
      { postgres: 'double precision', source: { kind: 'float8' } },
      { postgres: 'numeric(9,2)', source: { kind: 'numeric', precision: 9, scale: 2 } },
      { postgres: 'numeric(18,4)', source: { kind: 'numeric', precision: 18, scale: 4 } },
      { postgres: 'numeric(38,10)', source: { kind: 'numeric', precision: 38, scale: 10 } },
      { postgres: 'numeric(5,-2)', source: { kind: 'numeric', precision: 5, scale: -2 } },
      { postgres: 'numeric(2,5)', source: { kind: 'numeric', precision: 2, scale: 5 } },
      { postgres: 'numeric(39,0)', source: { kind: 'numeric', precision: 39, scale: 0 } },
      { postgres: 'numeric', source: { kind: 'numeric', precision: null, scale: null } },
      printed('money'),
    ],
  },
  {
    title: 'Text, truth, bytes and documents',
    text: '`char(n)` keeps its blanks. `json` is the text that was stored, `jsonb` the text that Postgres prints. `uuid` has 36 lower-case characters. A `domain` is its base type.',
    samples: [
      { postgres: 'text', source: { kind: 'text' } },
      { postgres: 'varchar(80)', source: { kind: 'varchar' } },
      { postgres: 'char(3)', source: { kind: 'bpchar' } },
      { postgres: 'name', source: { kind: 'name' } },
      printed('"char"', 'char'),
      printed('citext', 'citext', 'citext'),
      { postgres: 'state', source: { kind: 'enum', name: 'state' }, says: 'enum' },
      {
        postgres: 'price',
        source: { kind: 'numeric', precision: 12, scale: 2 },
        says: 'domain',
      },
      { postgres: 'boolean', source: { kind: 'bool' } },
      printed('bit(3)', 'bit'),
      printed('bit varying', 'varbit'),
      { postgres: 'bytea', source: { kind: 'bytea' } },
      { postgres: 'uuid', source: { kind: 'uuid' } },
      { postgres: 'json', source: { kind: 'json' } },
      { postgres: 'jsonb', source: { kind: 'jsonb' } },
      printed('xml'),
    ],
  },
  {
    title: 'Dates and times',
    text: 'Days and instants are proleptic Gregorian, as in Postgres, before 1970 and before Christ too. A `timestamptz` is an instant in UTC. An `interval` is printed as ISO 8601 (`P1Y2M3DT4H5M6.000007S`), a `timetz` with its offset. `timeMicros()` has no `24:00:00`; `intervalParts()` is a struct of `months`, `days` and `microseconds`, which has no infinity (PostgreSQL 17).',
    samples: [
      { postgres: 'date', source: { kind: 'date' } },
      { postgres: 'timestamp', source: { kind: 'timestamp' } },
      { postgres: 'timestamptz', source: { kind: 'timestamptz' } },
      printed('time'),
      printed('timetz'),
      printed('interval'),
    ],
  },
  {
    title: 'Arrays, composite types and hstore',
    text: 'Elements may be NULL. An array has the dimensions that its column is declared with; subscripts that do not begin at 1 are not kept. Fields have lower-case names. Inside a composite type every value comes in binary, so a composite type with a field that is read as printed is cast in the query; but an array of what is read as printed comes as printed itself, with its elements. A column of binary form, such as `timeMicros()`, holds such a field too.',
    samples: [
      array('integer', { kind: 'int4' }),
      array('text', { kind: 'text' }),
      array('numeric(9,2)', { kind: 'numeric', precision: 9, scale: 2 }),
      array('timestamptz', { kind: 'timestamptz' }),
      array('state', { kind: 'enum', name: 'state' }),
      { ...array('integer', { kind: 'int4' }), postgres: 'integer[][]', dimensions: 2 },
      array('inet', { kind: 'printed', name: 'inet' }),
      {
        ...array('inet', { kind: 'printed', name: 'inet' }),
        postgres: 'inet[][]',
        dimensions: 2,
      },
      {
        postgres: 'spot',
        says: 'composite',
        source: {
          kind: 'composite',
          name: 'spot',
          fields: [
            { name: 'x', type: { kind: 'int4' } },
            { name: 'y', type: { kind: 'float4' } },
          ],
        },
      },
      {
        postgres: 'host',
        says: 'composite',
        source: {
          kind: 'composite',
          name: 'host',
          fields: [
            { name: 'name', type: { kind: 'text' } },
            { name: 'address', type: { kind: 'printed', name: 'inet' } },
          ],
        },
      },
      { postgres: 'hstore', source: { kind: 'hstore' }, extension: 'hstore' },
    ],
  },
  {
    title: 'Ranges',
    text: 'As Postgres prints them: `[1,5)`, `empty`, `{[1,3),[7,9)}`. `range(…)` is a struct of `lower` and `upper`, which are NULL where there is no such end, `lower_inc` and `upper_inc`, and `is_empty`.',
    samples: [
      ...allPrinted('int4range int8range numrange daterange tsrange tstzrange'),
      ...allPrinted('int4multirange int8multirange nummultirange datemultirange'),
      ...allPrinted('tsmultirange tstzmultirange'),
    ],
  },
  {
    title: 'Networks, search, shapes and trees',
    text: 'As Postgres prints them, with all digits of a coordinate. `geometry` and `geography` of PostGIS are WKB, as `ST_AsBinary` gives it, without the SRID; `ST_AsText` or `ST_AsGeoJSON` in the query gives texts. `vector` and `halfvec` are those of pgvector. Only types of these extensions are meant: another of the same name is what it is.',
    samples: [
      ...allPrinted('inet cidr macaddr macaddr8 tsvector tsquery jsonpath'),
      ...allPrinted('point line lseg box path polygon circle'),
      printed('ltree', 'ltree', 'ltree'),
      { postgres: 'geometry', source: { kind: 'geometry' }, extension: 'postgis' },
      { postgres: 'geography', source: { kind: 'geography' }, extension: 'postgis' },
      { postgres: 'vector', source: { kind: 'vector' }, extension: 'vector' },
      { postgres: 'halfvec', source: { kind: 'halfvec' }, extension: 'vector' },
      printed('sparsevec', 'sparsevec', 'vector'),
    ],
  },
  {
    title: "The server's own",
    text: 'Numbers of objects and transactions have no sign, so 32 bits of them are a whole number of 64.',
    samples: [
      { postgres: 'oid', source: { kind: 'oid' } },
      { postgres: 'xid', source: { kind: 'xid' } },
      { postgres: 'cid', source: { kind: 'cid' } },
      ...allPrinted('xid8 tid pg_lsn pg_snapshot txid_snapshot'),
      ...allPrinted('regclass regtype regproc int2vector oidvector'),
    ],
  },
]

/** @param names with blanks between them. */
function allPrinted(names: string): readonly TypeSample[] {
  return names.split(' ').map((name) => printed(name))
}

function printed(postgres: string, name = postgres, extension?: string): TypeSample {
  const sample: TypeSample = { postgres, source: { kind: 'printed', name } }
  return extension === undefined ? sample : { ...sample, extension }
}

function array(postgres: string, element: SourceType): TypeSample {
  return { postgres: `${postgres}[]`, source: { kind: 'array', element } }
}
