import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { jsonb } from '../values/json.ts'
import { double } from '../values/number.ts'
import { email, sentence, some } from '../values/text.ts'
import { lifetime, startOf, timestamp } from '../values/time.ts'

/** The log is kept for about two years: its windows are full to the last day. */
const KEPT_SINCE = startOf('2024-01-01')

/** Consecutive rows of one browser session. */
const SESSION_ROWS = 6

const NAMES = deck({ none: 4, 'page viewed': 40, search: 25, 'log in': 10, '': 1, click: 'rest' })

const CATEGORIES = ['antibodies', 'lab, wet', 'Über "uns"', '試薬', '', 'null', 'back\\slash']
const SOURCES = ['web', 'mobile', 'api, v2', '{braces}']

export const events: Table = table('events', (draw, market) => {
  const life = lifetime(draw, market.rows('events'), KEPT_SINCE)
  const name = draw.deal(NAMES)
  const mail = draw.unless(0.6, email(draw))
  return {
    id: draw.id,
    event: name === 'none' ? null : name,
    email: mail,
    username: draw.unless(0.5, mail?.split('@')[0] ?? 'guest'),
    application: draw.unless(0.05, draw.pick(['marketplace', 'backoffice', 'ads', ''])),
    duration: double(draw, 60, 0.2),
    remote_addr: draw.unless(0.05, address(draw)),
    host: draw.unless(0.05, draw.pick(['www.market.example', 'api.market.example'])),
    action: draw.unless(0.1, draw.pick(['index', 'show', 'create'])),
    controller: draw.unless(0.1, draw.pick(['orders', 'requests', 'Api::V1::Wares'])),
    session_id: session(draw),
    computer_id: draw.unless(0.2, draw.hex(16)),
    query: draw.unless(
      0.5,
      `q=${draw.pick(['dna', 'a%20b', 'größe', '抗体'])}&page=${draw.int(1, 9)}`,
    ),
    raw_post: draw.unless(0.8, JSON.stringify({ comment: sentence(draw) })),
    categories: draw.unless(0.1, some(draw, CATEGORIES, 0.25)),
    source: draw.unless(0.1, some(draw, SOURCES, 0.4)),
    providers: jsonb(draw, { ids: [draw.int(1, 99)], shown: true }, 0.4),
    uuid: draw.uuid(),
    datetime: draw.unless(0.05, timestamp(life.seconds)),
    created_at: life.created_at,
    updated_at: life.updated_at,
    api_version: draw.unless(0.5, draw.pick(['v1', 'v2', ''])),
    organization_id: draw.unless(0.15, market.anyOf(draw, 'organizations')),
  }
})

/** Sessions run over several rows; every ninth comes back all the time, week after week. */
function session(draw: Draw): string | null {
  const number = Math.floor(draw.id / SESSION_ROWS)
  const name = number % 9 === 0 ? 'returning' : String(number)
  return draw.unless(0.08, `s-${name}`)
}

function address(draw: Draw): string {
  if (draw.chance(0.1)) return `2001:db8::${draw.hex(4)}`
  return `192.0.2.${draw.int(0, 255)}`
}
