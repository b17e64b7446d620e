import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { jsonb } from '../values/json.ts'
import { decimal } from '../values/number.ts'
import { sentence, some } from '../values/text.ts'
import { arrival, startOf, timestamp } from '../values/time.ts'

const OPERATIONS = ['insert', 'update', 'update', 'delete', 'log in']
const TABLES = ['orders', 'purchase_orders', 'users']

const EVENTS_SINCE = startOf('2024-01-01')
const ORDERS_SINCE = startOf('1998-01-01')

export const auditEvents: Table = table('audit.events', (draw, market) => {
  const seconds = arrival(draw, market.rows('audit.events'), EVENTS_SINCE)
  const zone = draw.pick(['+00', '+02', '-03:30', '+05:45'])
  return {
    id: draw.id,
    occurred_at: `${timestamp(seconds, draw.int(0, 999_999))}${zone}`,
    operation: draw.pick(OPERATIONS),
    actor: draw.unless(0.2, `auditor${draw.int(1, 99)}@example.com`),
    table_name: draw.unless(0.1, draw.pick(TABLES)),
    row_id: draw.rarely(['9223372036854775807', '-1'], draw.unless(0.1, String(draw.int(1, 9e6)))),
    changes: jsonb(draw, { state: ['draft', 'done'] }, 0.2),
    severity: draw.rarely([-32_768, 32_767, 0], draw.int(1, 5)),
    risk: draw.rarely(['NaN', '-0', '3.4028235e+38', '1e-45'], draw.unless(0.2, '0.25')),
    country: draw.unless(0.2, draw.pick(['DE', 'FR', 'K ', 'BR'])),
    billing_day: draw.rarely(
      ['0001-01-01', '9999-12-31', '2024-02-29', '1969-12-31'],
      draw.unless(0.2, timestamp(seconds).slice(0, 10)),
    ),
    client_address: draw.unless(0.2, draw.pick(['192.0.2.7', '2001:db8::7/64'])),
    took: draw.unless(0.3, draw.pick(['1 mon -2 days +03:04:05.000006', '00:00:00.25'])),
    signature: draw.rarely(
      [String.raw`\x`, String.raw`\x00ff5c0a`],
      draw.unless(0.2, `\\x${draw.hex(32)}`),
    ),
    tags: draw.unless(0.2, [
      ...some(draw, ['late', 'ok, then', ''], 0.4),
      ...(draw.chance(0.1) ? [null] : []),
    ]),
  }
})

export const auditOrders: Table = table('audit."Order"', (draw, market) => {
  const seconds = arrival(draw, market.rows('audit."Order"'), ORDERS_SINCE)
  return {
    select: draw.id,
    'Total Price': decimal(draw.int(-500_000, 9_000_000), 2),
    orderedAt: draw.unless(0.05, `${timestamp(seconds)}+01`),
    '2nd line': sentence(draw, 0.3),
    größe: decimal(draw.int(1, 9_999_999), 4),
    constructor: draw.unless(0.1, draw.pick(['Bau AG', 'Maçonnerie & Fils'])),
    "it's": draw.unless(0.1, draw.chance(0.5)),
    from: draw.unless(0.1, timestamp(seconds).slice(0, 10)),
    state: draw.unless(0.1, draw.pick(OPERATIONS)),
  }
})
