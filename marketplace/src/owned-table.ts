import type { CopyValue, Row } from './copy-text.ts'
import { Draw } from './draw.ts'
import type { Market } from './market.ts'
import type { Table } from './table.ts'

/** What a polymorphic reference points at. */
export interface Owner {
  readonly kind: 'proposal' | 'purchase order' | 'invoice' | 'order' | 'stranger'
  readonly id: number
}

/** Table that holds the owners of a kind; strangers are counted like organizations. */
const OWNER_TABLES: Readonly<Record<Owner['kind'], string>> = {
  proposal: 'proposals',
  'purchase order': 'purchase_orders',
  invoice: 'invoices',
  order: 'orders',
  stranger: 'organizations',
}

/** A table whose rows belong to rows of others: none, one or several for each owner. */
export interface OwnedTable {
  readonly name: string
  readonly owners: readonly Owner['kind'][]
  /** The rows of one owner in the order of their ids, without `id`. */
  rowsOf(draw: Draw, owner: Owner, market: Market): readonly Row[]
}

/**
 * Numbers the rows of an owned table. The rows of every third owner are stored in reverse: which one
 * is first or last must be told by the key, not by the order in which the rows come.
 */
export function ownedTable(definition: OwnedTable): Table {
  return {
    name: definition.name,
    *rows(market) {
      let lastId = 0
      for (const kind of definition.owners) {
        const draw = new Draw(market.seed, `${definition.name} of ${kind}`)
        const owners = market.rows(OWNER_TABLES[kind])
        for (let id = 1; id <= owners; id += 1) {
          const rows = definition.rowsOf(draw.at(id), { kind, id }, market)
          const numbered: Row[] = rows.map((row, index) => ({ id: lastId + index + 1, ...row }))
          lastId += rows.length
          yield* id % 3 === 0 ? numbered.toReversed() : numbered
        }
      }
    },
  }
}

/** Type and id of a polymorphic reference, as the application writes them. */
export interface Reference {
  readonly type: string | null
  readonly id: CopyValue
}

/** The reference to an owner. */
export function referenceTo(draw: Draw, owner: Owner): Reference {
  switch (owner.kind) {
    case 'proposal':
      return { type: 'Pg::ProposalBase', id: owner.id }
    case 'purchase order':
      return { type: draw.pick(PURCHASE_ORDER_TYPES), id: owner.id }
    case 'invoice':
      return { type: 'Pg::Invoice', id: owner.id }
    case 'order':
      return { type: 'Pg::Order', id: owner.id }
    case 'stranger':
      return { type: draw.pick(STRANGER_TYPES), id: draw.unless(0.2, owner.id) }
  }
}

const PURCHASE_ORDER_TYPES = [
  'Pg::PurchaseOrderBase',
  'Pg::PurchaseOrderBase',
  'Pg::PurchaseOrderBaseInit',
] as const

/** Near misses: what a comparison that is not exact would take for one of the types above. */
const STRANGER_TYPES: readonly (string | null)[] = [
  'Pg::Ware',
  'pg::invoice',
  'Pg::ProposalBase ',
  'Pg::PurchaseOrder',
  '',
  null,
]
