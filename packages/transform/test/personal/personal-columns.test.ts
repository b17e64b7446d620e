import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { personalColumnsOf } from '../../src/personal/personal-columns.ts'
import { db } from './people.ts'

type Compilable = { compile(): { readonly query: Parameters<typeof personalColumnsOf>[0] } }

function personalIn(query: Compilable): Readonly<Record<string, string>> {
  return Object.fromEntries(personalColumnsOf(query.compile().query))
}

const people = db.selectFrom('people')
const ALL = {
  email: 'email',
  born: 'birth',
  seen: 'location',
  number: 'id number',
  token: 'credential',
}

test.each<readonly [string, Compilable, Readonly<Record<string, string>>]>([
  ['names', people.select(['id', 'email', 'company']), { email: 'email' }],
  ['an alias', people.select(['email as mail']), { mail: 'email' }],
  ['all columns', people.selectAll(), ALL],
  [
    'all columns of one table of two',
    db.selectFrom('visits').innerJoin('people as p', 'p.id', 'visits.id').selectAll('p'),
    ALL,
  ],
  [
    'a table that is joined under an alias',
    db
      .selectFrom('visits')
      .leftJoin('people as p', 'p.id', 'visits.person_id')
      .select(['visits.email', 'p.email as mail', 'born']),
    { mail: 'email', born: 'birth' },
  ],
  ['a table of another schema', db.selectFrom('audit.people').select('email'), { email: 'phone' }],
  [
    'an alias that another table is called by',
    db.selectFrom('visits as people').select('people.email'),
    {},
  ],
  [
    'a subquery',
    db.selectFrom(people.select(['id', 'email as mail']).as('inner')).select(['id', 'inner.mail']),
    { mail: 'email' },
  ],
  [
    'a common table expression',
    db
      .with('old', (cte) => cte.selectFrom('people').select(['born as day']))
      .selectFrom('old')
      .selectAll(),
    { day: 'birth' },
  ],
  [
    'a scalar subquery',
    db
      .selectFrom('visits')
      .select((eb) => [
        eb.selectFrom('people').select('email').whereRef('people.id', '=', 'visits.id').as('mail'),
      ]),
    { mail: 'email' },
  ],
  [
    'what has the type of the column',
    people.select((eb) => [
      eb.fn.max('email').as('last'),
      eb.fn.coalesce('company', 'email').as('either'),
      eb.case().when('id', '=', 1).then(eb.ref('email')).else(null).end().as('first'),
    ]),
    { last: 'email', either: 'email', first: 'email' },
  ],
  [
    'what has not',
    people.select((eb) => [
      eb.fn.count('email').as('count'),
      sql<boolean>`email is null`.as('empty'),
      eb('email', '=', 'ada@example.org').as('is_ada'),
    ]),
    {},
  ],
])('finds the personal columns of a query: %s', (_what, query, expected) => {
  expect(personalIn(query)).toEqual(expected)
})
