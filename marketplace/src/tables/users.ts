import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { company, email, person } from '../values/text.ts'
import { later, lifetime } from '../values/time.ts'

const NAME_CASES = deck({
  'no name': 4,
  'first only': 4,
  'last only': 4,
  'both empty': 2,
  both: 'rest',
})

const SSO_CASES = deck({
  none: 5,
  'no e-mail': 8,
  'null e-mail': 3,
  'object e-mail': 2,
  'quoted e-mail': 2,
  array: 2,
  scalar: 2,
  'json null': 2,
  usual: 'rest',
})

export const users: Table = table('users', (draw, market) => {
  const life = lifetime(draw, market.rows('users'))
  const mail = email(draw)
  return {
    id: draw.id,
    shipping_address_id: draw.unless(0.2, market.anyOf(draw, 'addresses')),
    billing_address_id: draw.unless(0.3, market.anyOf(draw, 'addresses')),
    active: draw.chance(0.85),
    company: company(draw, 0.2),
    email: draw.unless(0.03, mail),
    ...names(draw),
    last_request_at: draw.unless(0.4, later(draw, life.seconds, 900)),
    last_sign_in_at: draw.rarely(['-infinity', null], later(draw, life.seconds, 900)),
    created_at: life.created_at,
    sso_attributes: ssoAttributes(draw, mail),
    user_agreement_signed_at: draw.unless(0.3, later(draw, life.seconds, 5)),
    expired_at: draw.rarely(
      ['infinity', '9999-12-31 23:59:59.999999'],
      draw.unless(0.95, later(draw, life.seconds, 900)),
    ),
    uuid: draw.unless(0.03, draw.uuid()),
  }
})

function names(draw: Draw): { first_name: string | null; last_name: string | null } {
  const { first, last } = person(draw)
  switch (draw.deal(NAME_CASES)) {
    case 'no name':
      return { first_name: null, last_name: null }
    case 'first only':
      return { first_name: first, last_name: null }
    case 'last only':
      return { first_name: null, last_name: last }
    case 'both empty':
      return { first_name: '', last_name: '' }
    case 'both':
      return { first_name: first, last_name: last }
  }
}

function ssoAttributes(draw: Draw, mail: string): string | null {
  switch (draw.deal(SSO_CASES)) {
    case 'none':
      return null
    case 'no e-mail':
      return '{"groups": ["buyers", null], "level": 3}'
    case 'null e-mail':
      return '{"email": null}'
    case 'object e-mail':
      return JSON.stringify({ email: { value: mail, verified: true } })
    case 'quoted e-mail':
      return JSON.stringify({ email: `"quoted \\ ${draw.id}"@example.com` })
    case 'array':
      return JSON.stringify([{ email: mail }])
    case 'scalar':
      return JSON.stringify(mail)
    case 'json null':
      return 'null'
    case 'usual':
      return JSON.stringify({ email: mail, idp: 'okta', exp: 1e10, groups: [] })
  }
}
