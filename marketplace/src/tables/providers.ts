import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { double } from '../values/number.ts'
import { company, email, slug, some } from '../values/text.ts'
import { lifetime } from '../values/time.ts'

const STEPS = [
  'Create Account',
  'Update Company Profile',
  'Add Addresses',
  'Add Certifications',
  'Add Accounting Details',
]

const SETUP_CASES = deck({
  nothing: 5,
  everything: 20,
  'a step twice': 5,
  'more than a hundred': 2,
  'steps in one element': 4,
  'wrong case': 4,
  'unknown step': 4,
  'padded step': 3,
  some: 'rest',
})

const CERTIFICATIONS = ['ISO 9001', 'ISO 13485:2016', 'GLP, GCP', 'Öko-Zert "A"', 'HACCP', '']

export const providers: Table = table('providers', (draw, market) => {
  const life = lifetime(draw, market.rows('providers'))
  return {
    id: draw.id,
    name: draw.id === 0 ? 'House account' : company(draw, 0.02),
    slug: draw.unless(0.05, slug(draw)),
    uuid: draw.unless(0.03, draw.uuid()),
    created_at: life.created_at,
    certifications: some(draw, CERTIFICATIONS, 0.3),
    setup: setup(draw),
    score: double(draw, 5),
    tier: draw.unless(0.2, draw.int(1, 4)),
    contact_emails: draw.unless(0.05, some(draw, [email(draw), email(draw), ''], 0.5)),
    sales_email: draw.unless(0.3, email(draw)),
    phone_number: draw.unless(
      0.3,
      `+${draw.int(1, 99)} (0) ${draw.int(100, 999)}-${draw.int(1, 9999)}`,
    ),
    ads_advertiser_id: draw.unless(0.8, draw.int(1, 2_147_483_647)),
    website: draw.unless(0.2, `https://${slug(draw)}.example/?a=1&b=%20#top`),
    number_of_employees: draw.unless(0.3, draw.pick(['1-10', '11-50', '51-200', '>1000'])),
    type_of_company: draw.unless(0.3, draw.pick(['CRO', 'Manufacturer', 'Université', '大学'])),
  }
})

function setup(draw: Draw): readonly string[] {
  const step = draw.pick(STEPS)
  switch (draw.deal(SETUP_CASES)) {
    case 'nothing':
      return []
    case 'everything':
      return STEPS
    case 'a step twice':
      return [step, step]
    case 'more than a hundred':
      return [...STEPS, step]
    case 'steps in one element':
      return ['Create Account,Add Addresses', `  ${step}, Add Certifications`]
    case 'wrong case':
      return [step.toLowerCase(), 'ADD ADDRESSES']
    case 'unknown step':
      return [step, 'Upload Logo', '']
    case 'padded step':
      return [`${step} `, `\t${step}`]
    case 'some':
      return some(draw, STEPS, 0.6)
  }
}
