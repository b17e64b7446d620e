import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { company, email, person, slug } from '../values/text.ts'
import { lifetime } from '../values/time.ts'

/** Ids start where a double can no longer tell neighbours apart. */
const FIRST_ID = 9_007_199_254_740_992n

const TYPES = deck({ organization: 6, none: 2, provider: 44, user: 'rest' })

const SCORES = deck({
  missing: 10,
  array: 20,
  'empty array': 3,
  object: 4,
  'numeric text': 6,
  'not a number': 3,
  'json null': 4,
  huge: 1,
  scalar: 'rest',
})

const USER_FIELDS = deck({
  none: 4,
  'empty object': 5,
  'json null values': 5,
  'quoted values': 5,
  'object values': 4,
  'no company': 10,
  usual: 'rest',
})

const PROVIDER_FIELDS = deck({ none: 3, 'json null': 4, 'not an object': 2, usual: 'rest' })

export const refs: Table = table('refs', (draw, market) => {
  const life = lifetime(draw, market.rows('refs'))
  const kind = draw.deal(TYPES)
  const bare = draw.chance(0.03) // without dates
  return {
    id: String(FIRST_ID + BigInt(draw.id)),
    type: typeName(kind),
    fields: kind === 'user' ? userFields(draw) : providerFields(draw),
    reference_of_type: draw.unless(0.05, draw.pick(['Pg::Order', 'Pg::Request'])),
    reference_to_type: draw.unless(0.05, kind === 'user' ? 'Pg::User' : 'Pg::Provider'),
    reference_of_id: draw.unless(0.05, market.anyOf(draw, 'orders')),
    reference_to_id: draw.unless(0.05, market.anyOf(draw, kind === 'user' ? 'users' : 'providers')),
    uuid: draw.uuid(),
    created_at: bare ? null : life.created_at,
    updated_at: bare ? null : life.updated_at,
  }
})

function typeName(kind: 'organization' | 'none' | 'provider' | 'user'): string | null {
  switch (kind) {
    case 'organization':
      return 'Pg::OrganizationRef'
    case 'none':
      return null
    case 'provider':
      return 'Pg::ProviderRef'
    case 'user':
      return 'Pg::UserRef'
  }
}

function userFields(draw: Draw): string | null {
  const { first, last } = person(draw)
  const usual = {
    location: draw.pick(['Köln', 'New York, NY', '東京', '']),
    email: email(draw),
    company: company(draw),
    last_name: last,
    first_name: first,
    organization_name: company(draw),
  }
  switch (draw.deal(USER_FIELDS)) {
    case 'none':
      return null
    case 'empty object':
      return '{}'
    case 'json null values':
      return JSON.stringify({ ...usual, location: null, company: null })
    case 'quoted values':
      return JSON.stringify({ ...usual, company: 'Q "C" Ltd', first_name: '"Al"\\' })
    case 'object values':
      return JSON.stringify({ ...usual, location: { k: 'v', city: { zip: 12_345 } } })
    case 'no company':
      return JSON.stringify({ email: usual.email, last_name: last, first_name: first })
    case 'usual':
      return JSON.stringify(usual)
  }
}

function providerFields(draw: Draw): string | null {
  switch (draw.deal(PROVIDER_FIELDS)) {
    case 'none':
      return null
    case 'json null':
      return '{"name": null, "slug": null, "score": null, "contract_status": null}'
    case 'not an object':
      return '["Acme", 4.5]'
    case 'usual':
      return withScore(draw)
  }
}

/** JSON text by hand, so that the numbers stay as they are written here. */
function withScore(draw: Draw): string {
  const rest = JSON.stringify({
    name: draw.pick([company(draw), 'Acme "Best" Labs']),
    ...(draw.chance(0.8) ? { slug: slug(draw) } : {}),
    contract_status: draw.pick(['signed', 'pending', null]),
  })
  const score = scoreText(draw)
  return score === undefined ? rest : `${rest.slice(0, -1)}, "score": ${score}}`
}

function scoreText(draw: Draw): string | undefined {
  const score = `${draw.int(0, 4)}.${draw.int(0, 9)}0`
  switch (draw.deal(SCORES)) {
    case 'missing':
      return undefined
    case 'array':
      return `[${score}, 1, 2]`
    case 'empty array':
      return '[]'
    case 'object':
      return `{"value": ${score}}`
    case 'numeric text':
      return `"${score}"`
    case 'not a number':
      return '"n/a"'
    case 'json null':
      return 'null'
    case 'huge':
      return '1e400'
    case 'scalar':
      return score
  }
}
