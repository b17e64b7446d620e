import { type KeyType, type ShardRange } from '@carmilla/extract'
import { type RawBuilder, sql } from 'kysely'

/** Most rows of a block: what a ctid begins with. */
const FIRST_ROW = 0

/**
 * The condition that a row of a relation is in a range; its bounds are bind parameters.
 *
 * @param relation - how the query refers to the relation: its alias, or schema and name.
 */
export function rangePredicate(
  relation: readonly string[],
  range: ShardRange,
): RawBuilder<boolean> {
  if (range.by === 'ctid') {
    const ctid = sql.id(...relation, 'ctid')
    return all([
      range.fromBlock === undefined ? [] : [sql`${ctid} >= ${tid(range.fromBlock)}`],
      range.beforeBlock === undefined ? [] : [sql`${ctid} < ${tid(range.beforeBlock)}`],
    ])
  }
  const key = sql.id(...relation, range.column)
  const within = all([
    range.from === undefined ? [] : [sql`${key} >= ${typed(range.from, range.type)}`],
    range.before === undefined ? [] : [sql`${key} < ${typed(range.before, range.type)}`],
  ])
  return range.nulls ? sql<boolean>`(${within} or ${key} is null)` : within
}

function all(conditions: readonly (readonly RawBuilder<unknown>[])[]): RawBuilder<boolean> {
  const flat = conditions.flat()
  return flat.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(flat, sql` and `)})`
}

function tid(block: number): RawBuilder<unknown> {
  return sql`${`(${block},${FIRST_ROW})`}::tid`
}

function typed(value: string, type: KeyType): RawBuilder<unknown> {
  switch (type) {
    case 'bigint':
      return sql`${value}::bigint`
    case 'uuid':
      return sql`${value}::uuid`
    case 'text':
      return sql`${value}::text`
    default:
      throw new TypeError(`unknown key type ${JSON.stringify(type satisfies never)}`)
  }
}
