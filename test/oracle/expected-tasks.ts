import type { Column } from './rows.ts'

/**
 * What the four tasks of the marketplace should write, as SQL put together from the rules of the
 * reference pipeline alone, without a look at the tasks.
 */
export interface ExpectedTask {
  /** In file order: name of the column, DuckDB's type, and the value. `!` marks a required column. */
  readonly columns: readonly (readonly [name: string, type: string, sql: string])[]
  readonly from: string
}

const PO_TYPES = `('Pg::PurchaseOrderBase', 'Pg::PurchaseOrderBaseInit')`

/**
 * Exact quotients of numerics: Postgres' own `/` rounds to some digits first, and rounding that
 * again gives another last digit now and then. Half goes away from zero.
 */
export const EXACT_QUOTIENT = `
  create function pg_temp.quotient(dividend numeric, divisor numeric, scale int) returns numeric
  language sql as $$
    select case when divisor <> 0 then
      sign(dividend) * sign(divisor)
        * div(2 * abs(dividend) * 10::numeric ^ scale + abs(divisor), 2 * abs(divisor))
        * ('1e-' || scale)::numeric
    end
  $$`

const currencies: ExpectedTask = {
  columns: [
    ['id!', 'INTEGER', 'id'],
    ['exchangable_id', 'INTEGER', 'exchangable_id'],
    ['exchangable_type', 'VARCHAR', 'exchangable_type'],
    ['currency', 'VARCHAR', 'currency'],
    ['conversion_rate', 'DECIMAL(18,8)', 'conversion_rate'],
    ['conversion_set_at', 'TIMESTAMP', 'conversion_set_at'],
    ['conversion_history', 'VARCHAR', 'conversion_history'],
    ['created_at', 'TIMESTAMP', 'created_at'],
    ['updated_at', 'TIMESTAMP', 'updated_at'],
  ],
  from: 'currencies',
}

const events: ExpectedTask = {
  columns: [
    ['id!', 'BIGINT', 'id'],
    ...['event', 'email', 'username', 'application'].map(text),
    ['duration', 'DOUBLE', 'duration'],
    ...['remote_addr', 'host', 'action', 'controller', 'session_id', 'computer_id'].map(text),
    ...['query', 'raw_post'].map(text),
    ['categories', 'VARCHAR[]', 'categories'],
    ['source', 'VARCHAR[]', 'source'],
    ['providers', 'VARCHAR', 'providers'],
    ['uuid!', 'VARCHAR', 'uuid'],
    ['datetime', 'TIMESTAMP', 'datetime'],
    ['created_at', 'TIMESTAMP', 'created_at'],
    ['updated_at', 'TIMESTAMP', 'updated_at'],
    // Week w of a month is its days (w - 1) * 7 + 1 to w * 7; the fifth ends with the month.
    [
      'dt',
      'VARCHAR',
      `to_char(make_date(extract(year from created_at)::int, extract(month from created_at)::int,
        (ceil(extract(day from created_at) / 7)::int - 1) * 7 + 1), 'YYYY-MM-DD')`,
    ],
  ],
  from: 'events where event is not null and created_at is not null',
}

const orders: ExpectedTask = {
  columns: [
    ['id!', 'INTEGER', 'o.id'],
    ['provider_id', 'INTEGER', 'o.provider_id'],
    ['provider_name', 'VARCHAR', '(select name from providers where providers.id = o.provider_id)'],
    ['request_id', 'INTEGER', 'o.request_id'],
    ['user_email', 'VARCHAR', '(select email from users where users.id = r.user_id)'],
    ['client_id', 'INTEGER', 'o.client_id'],
    ['organization_id', 'INTEGER', 'r.organization_id'],
    ['obligations', 'VARCHAR', 'o.obligations'],
    ['state!', 'VARCHAR', 'o.state'],
    ['declined!', 'BOOLEAN', 'o.declined'],
    ['order_cancelled!', 'BOOLEAN', 'o.order_cancelled'],
    ['request_cancelled!', 'BOOLEAN', 'o.request_cancelled'],
    ['last_computed_status', 'VARCHAR', 'o.last_computed_status'],
    ['uuid!', 'VARCHAR', 'o.uuid'],
    ['created_at', 'TIMESTAMP', 'o.created_at'],
    ['updated_at', 'TIMESTAMP', 'o.updated_at'],
    ...['approval', 'review', 'submission', 'completion'].map((name): Expected => [
      `${name}_date`,
      'DATE',
      `(select t.date::date from timepoints t
        where t.order_id = o.id and t.name = '${name} date' order by t.id desc limit 1)`,
    ]),
    ['booster', 'DOUBLE', 'o.booster'],
  ],
  from: 'orders o left join requests r on r.id = o.request_id',
}

const purchaseOrders: ExpectedTask = {
  columns: [
    ['id!', 'INTEGER', 'po.id'],
    [
      'ad_po_number',
      'VARCHAR',
      'case when answer.id is null then po.ad_po_number else answer.ad_po_number end',
    ],
    ['po_number', 'VARCHAR', 'po_number'],
    ['po_created_at', 'TIMESTAMP', 'po_created_at'],
    ['po_submission_date', 'DATE', 'po_created_at::date'],
    [
      'status!',
      'VARCHAR',
      `case when coalesce(obsoleted, false) then 'Obsoleted'
        when version_number > 1 and referenced_po_id is not null then 'Amended'
        when coalesce(completed, false) then 'Completed'
        when coalesce(rejected, false) then 'Rejected'
        else 'Work in Progress' end`,
    ],
    ['created_at', 'TIMESTAMP', 'po.created_at'],
    ['proposal_id', 'INTEGER', 'proposal_id'],
    ['total_price!', 'DECIMAL(14,2)', 'total_price'],
    ['subtotal_price!', 'DECIMAL(14,2)', 'subtotal_price'],
    ['provider_id', 'INTEGER', 'provider_id'],
    ['provider_name', 'VARCHAR', '(select name from providers p where p.id = po.provider_id)'],
    [
      'supplier_id',
      'VARCHAR',
      `(select a.provider_id from action_items a where a.action_performed = 'new_request'
        and a.order_id = po.order_id order by a.id limit 1)`,
    ],
    ['justifications!', 'VARCHAR[]', 'justifications'],
    ['currency', 'VARCHAR', 'exchange.currency'],
    ['conversion_rate', 'DECIMAL(18,8)', 'rate'],
    ['total_price_usd', 'DECIMAL(28,6)', 'pg_temp.quotient(total_price, rate, 6)'],
    ['subtotal_price_usd', 'DECIMAL(28,6)', 'pg_temp.quotient(subtotal_price, rate, 6)'],
    ['tax_amount!', 'DECIMAL(14,2)', 'tax_amount'],
    ['tax_percent!', 'DECIMAL(7,4)', 'tax_percent'],
    [
      'tax_amount_usd',
      'DECIMAL(28,6)',
      'pg_temp.quotient(100 * tax_amount + shipping_cost * tax_percent, 100 * rate, 6)',
    ],
    ['shipping_cost', 'DECIMAL(14,2)', 'shipping_cost'],
    ['shipping_cost_usd', 'DECIMAL(28,6)', 'pg_temp.quotient(shipping_cost, rate, 6)'],
    [
      'commission_rate',
      'DECIMAL(9,6)',
      'pg_temp.quotient(coalesce(po.commission_rate, 0), 100, 6)',
    ],
    ...['order_id', 'provider_shipping_address_id', 'customer_shipping_address_id'].map(int),
    ['cpo_id', 'INTEGER', 'po.cpo_id'],
    ['uuid', 'VARCHAR', 'po.uuid'],
    ['rejected', 'BOOLEAN', 'po.rejected'],
    ['obsoleted', 'BOOLEAN', 'po.obsoleted'],
    ['type_', 'VARCHAR', 'po.type'],
    ['supplier_updated', 'BOOLEAN', 'po.supplier_updated'],
    ['updated_at', 'TIMESTAMP', 'po.updated_at'],
    ...['user_id', 'payment_terms', 'request_id'].map(int),
  ],
  from: `purchase_orders po
    left join lateral (select a.id, a.ad_po_number from purchase_orders a
      where a.type = 'Pg::ProviderPurchaseOrder' and a.cpo_id = po.id
      order by a.id desc limit 1) answer on true
    left join lateral (select c.id, c.currency, c.conversion_rate from currencies c
      where c.exchangable_type in ${PO_TYPES} and c.exchangable_id = po.id
      order by c.id desc limit 1) exchange on true
    left join lateral (select s.cost from shippings s
      where s.shipable_type in ${PO_TYPES} and s.shipable_id = po.id
      order by s.id limit 1) shipping on true
    left join lateral (select s.cost from shippings s
      where s.shipable_type = 'Pg::ProposalBase' and s.shipable_id = po.proposal_id
      order by s.id desc limit 1) proposal_shipping on true
    left join lateral (select t.amount, t.percent_rate from taxes t
      where t.taxable_type in ${PO_TYPES} and t.type = 'Pg::RetailTax' and t.taxable_id = po.id
      order by t.id desc limit 1) tax on true
    left join lateral (select t.amount from taxes t
      where t.taxable_type = 'Pg::ProposalBase' and t.type = 'Pg::RetailTax'
        and t.taxable_id = po.proposal_id
      order by t.id desc limit 1) proposal_tax on true
    cross join lateral (select
      case when exchange.id is null then 1 else exchange.conversion_rate end as rate,
      case when shipping.cost = 0 then coalesce(proposal_shipping.cost, 0) else shipping.cost end
        as shipping_cost,
      coalesce(nullif(tax.amount, 0), proposal_tax.amount, 0) as tax_amount,
      coalesce(tax.percent_rate, 0) as tax_percent) facts
    where po.type in ('Pg::CustomerPurchaseOrder', 'Pg::PurchaseOrder')
      and po.po_number is not null and po.po_created_at is not null`,
}

/** The tasks by name. */
export const EXPECTED_TASKS: Readonly<Record<string, ExpectedTask>> = {
  currencies,
  events,
  orders,
  purchase_orders: purchaseOrders,
}

type Expected = ExpectedTask['columns'][number]

function text(name: string): Expected {
  return [name, 'VARCHAR', name]
}

function int(name: string): Expected {
  return [name, 'INTEGER', `po.${name}`]
}

/** Names and DuckDB types of the columns of a task. */
export function columnsOf({ columns }: ExpectedTask): readonly Column[] {
  return columns.map(([name, type]) => ({ name: name.replace('!', ''), type }))
}
