import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { PLACES } from '../text/trade.ts'
import { company, paragraph, person, sentence } from '../values/text.ts'
import { lifetime } from '../values/time.ts'

const ADDRESSABLES = [
  'Pg::Organization',
  'Pg::Organization',
  'Pg::User',
  'Pg::Provider',
  'Pg::Site',
]

export const addresses: Table = table('addresses', (draw, market) => {
  const life = lifetime(draw, market.rows('addresses'))
  const [street, city, state, zipcode, country] = draw.pick(PLACES)
  const name = person(draw)
  return {
    id: draw.id,
    type: draw.unless(0.1, draw.pick(['Pg::ShippingAddress', 'Pg::BillingAddress'])),
    organization_name: company(draw, 0.15),
    site_name: draw.unless(0.6, draw.pick(['HQ', 'Dock 4', 'Gebäude Ö', '本社', ''])),
    attention: draw.unless(0.5, draw.pick(['Receiving', 'Goods-in', 'z. Hd. Labor', ''])),
    person_name: draw.unless(0.2, `${name.first} ${name.last}`),
    care_of: draw.unless(0.9, name.last),
    notes: paragraph(draw, 2, 0.8),
    total: draw.unless(0.95, '0.0'),
    currency: draw.unless(0.95, 'USD'),
    address_id: draw.unless(0.8, draw.hex(24)),
    street: draw.rarely(['', null, '  12   Main  St '], street),
    street2: draw.unless(0.6, draw.pick(['', 'Suite 200', '2. Stock', 'apto. 31'])),
    city: draw.unless(0.02, city),
    state,
    zipcode: draw.unless(0.02, zipcode),
    country: draw.unless(0.02, country),
    created_at: life.created_at,
    updated_at: life.updated_at,
    name: sentence(draw, 0.5),
    site_type: draw.unless(0.8, 'lab'),
    text: draw.unless(0.7, `${street}\n${zipcode} ${city}\n${country}`),
    addressable_id: draw.unless(0.05, draw.int(1, 1_000_000)),
    addressable_type: draw.unless(0.05, draw.pick(ADDRESSABLES)),
    legal_entity_id: draw.unless(0.7, draw.int(1, 500)),
  }
})
