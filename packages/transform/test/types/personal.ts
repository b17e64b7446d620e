import type {
  DateColumn,
  Int4,
  Personal,
  PgArray,
  Inet,
  Text,
  Timestamp,
  Uuid,
  Varchar,
} from '@carmilla/extract'
import {
  classified,
  date,
  defineTask,
  generalise,
  hash,
  int32,
  internal,
  list,
  lookup,
  mask,
  optional,
  reveal,
  text,
  timestampMicros,
  truncateTo,
  uuid,
} from '@carmilla/transform'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'

interface People {
  id: Int4
  email: Personal<Varchar, 'email'>
  nickname: Personal<Text, 'name'> | null
  born: Personal<DateColumn, 'birth'> | null
  seen: Personal<Timestamp, 'location'>
  tax_number: Personal<Int4, 'id number'>
  token: Personal<Uuid, 'credential'>
  emails: Personal<PgArray<Varchar>, 'email'> | null
  host: Personal<Inet, 'ip address'>
  company: Text | null
}

interface Visits {
  id: Int4
  person_id: Int4 | null
  email: Text
}

const db = new Kysely<{ people: People; visits: Visits }>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  plugins: [classified({ people: { email: 'email' } })],
})

const all = db.selectFrom('people').selectAll()
const unread = {
  id: internal(),
  email: internal(),
  nickname: internal(),
  born: internal(),
  seen: internal(),
  tax_number: internal(),
  token: internal(),
  emails: internal(),
  host: internal(),
  company: internal(),
}

// Each treatment, around optional() or in it.
defineTask({
  source: all,
  record: () => ({
    id: int32(),
    email: hash(text()),
    nickname: mask(optional(text()), { keepFirst: 1 }),
    born: generalise(optional(date()), 'year'),
    seen: generalise(timestampMicros(), 'month'),
    tax_number: generalise(int32(), 1000),
    token: hash(text()),
    emails: hash(optional(list(text()))),
    host: reveal(text(), 'fraud is looked into by address'),
    company: mask(optional(text())),
  }),
})
defineTask({
  source: all,
  record: () => ({
    id: hash(text()),
    email: truncateTo(text(), 3),
    nickname: optional(hash(text())),
    born: optional(reveal(date(), 'the law asks for the age')),
    seen: reveal(timestampMicros(), 'asked for'),
    tax_number: hash(text()),
    token: reveal(uuid(), 'asked for'),
    emails: optional(mask(list(text()))),
    host: hash(text()),
    company: truncateTo(optional(text()), 2),
  }),
})

// A query compares a personal column with a plain value.
db.selectFrom('people').where('email', '=', 'ada@example.org').where('tax_number', '>', 7)

// A personal column that is written as it is.
defineTask({
  source: all,
  record: () => ({
    id: int32(),
    email: text(), // error: 'email' is personal (email); use hash(), mask(), truncateTo(), or reveal(text(), 'why')
    nickname: optional(text()), // error: 'nickname' is personal (name); use hash(), mask(), truncateTo(), or reveal(optional(text()), 'why')
    born: optional(date()), // error: 'born' is personal (birth); use generalise(), or reveal(optional(date()), 'why')
    seen: timestampMicros(), // error: 'seen' is personal (location); use generalise(), or reveal(timestampMicros(), 'why')
    tax_number: int32(), // error: 'tax_number' is personal (id number); use hash(), generalise(), or reveal(int32(), 'why')
    token: uuid(), // error: 'token' is personal (credential); use hash(), or reveal(uuid(), 'why')
    emails: optional(list(text())), // error: 'emails' is personal (email); use hash(), mask(), truncateTo(), or reveal(optional(list(text())), 'why')
    host: text(), // error: 'host' is personal (ip address); use hash(), mask(), truncateTo(), or reveal(text(), 'why')
    company: optional(text()),
  }),
})

// The mark survives an alias, a left join and what Kysely computes.
defineTask({
  source: db
    .selectFrom('visits')
    .leftJoin('people', 'people.id', 'visits.person_id')
    .select(['visits.id', 'people.email as mail', 'people.company']),
  record: () => ({
    id: int32(),
    mail: optional(text()), // error: 'mail' is personal (email); use hash(), mask(), truncateTo(), or reveal(optional(text()), 'why')
    company: optional(text()),
  }),
})
defineTask({
  source: db
    .selectFrom('people')
    .innerJoin('visits', 'people.id', 'visits.person_id')
    .select((eb) => [eb.fn.coalesce('people.nickname', 'visits.email').as('called')]),
  record: () => ({
    called: text(), // error: 'called' is personal (name); use
  }),
})
defineTask({
  source: db
    .selectFrom(db.selectFrom('people').select(['id', 'email as mail']).as('inner'))
    .select(['inner.id', 'inner.mail']),
  record: () => ({
    id: int32(),
    mail: text(), // error: 'mail' is personal (email); use
  }),
})

// A record that lacks a personal column.
defineTask({
  source: db.selectFrom('people').select(['id', 'email', 'born']),
  record: () => ({ id: int32(), born: internal() }), // error: the record has no column 'email', which is personal (email); add it with hash(), mask(), truncateTo(), or reveal(text(), 'why'), or as internal()
})

// A treatment that does not fit its source.
defineTask({
  source: all,
  record: () => ({
    ...unread,
    id: reveal(int32(), 'nobody minds'), // error: 'id' is not personal; drop reveal()
    email: reveal(int32(), 'asked for'), // error: varchar cannot be written as int32(); use text()
    nickname: hash(text()), // error: the source may be NULL here; wrap the column in optional()
    born: hash(optional(text())), // error: date cannot be hashed; use generalise(), or reveal(optional(date()), 'why')
    seen: generalise(optional(timestampMicros()), 'year'), // error: the source is never NULL here; drop optional()
    tax_number: mask(text()), // error: int4 is not text; use hash(), generalise(), or reveal(int32(), 'why')
    token: truncateTo(text(), 8), // error: uuid is not text; use hash(), or reveal(uuid(), 'why')
    emails: mask(optional(text())), // error: varchar[] cannot be written as text(); use optional(list(text()))
    host: generalise(date(), 'year'), // error: inet cannot be written as date(); use text()
    zip: hash(text()), // error: the source has no column 'zip'; select it, or compute it with derive()
  }),
})

// Treatments that say too little, or are for another column.
reveal(text(), '') // error: say why this is written in the clear, as in: billing needs the address
reveal(text(), '  ') // error: say why this is written in the clear
reveal(text()) // error: Expected 2 arguments, but got 1
hash(int32()) // error: hash() writes text; say hash(text())
mask(date()) // error: mask() writes text; say mask(text())
truncateTo(uuid(), 8) // error: truncateTo() writes text; say truncateTo(text())
generalise(text(), 'year') // error: only date(), timestamps and whole numbers can be generalised
generalise(date(), 'week') // error: Argument of type '"week"' is not assignable to parameter of type '"month" | "year"'
generalise(date(), 10) // error: is not assignable to parameter of type '"month" | "year"'
generalise(int32(), 'year') // error: Argument of type 'string' is not assignable to parameter of type 'number'
list(hash(text())) // error: is missing the following properties from type 'Column<
mask('ada@example.org') // error: is not assignable to parameter of type 'Subject<string>'

// Functions see a value that shows nothing; what they may do with it has the same names.
defineTask({
  source: all,
  where: (person) => person.nickname !== null,
  facts: (person) => ({ domain: reveal(person.email, 'the domain is no person').split('@')[1] }),
  record: ({ derive }) => ({
    ...unread,
    email: derive(text(), (person) => hash(person.email)),
    nickname: derive(optional(text()), (person) => mask(person.nickname, { keepFirst: 1 })),
    born: derive(optional(date()), (person) => generalise(person.born, 'year')),
    seen: derive(timestampMicros(), (person) => generalise(person.seen, 'month')),
    tax_number: derive(int32(), (person) => generalise(person.tax_number, 100)),
    token: derive(text(), (person) => truncateTo(person.token, 8)),
    domain: derive(text(), (_person, _lookups, { domain }) => domain ?? ''),
    company: derive(text(), (person) => person.company ?? ''),
  }),
})
defineTask({
  source: all,
  record: ({ derive }) => ({
    ...unread,
    a: derive(text(), (person) => person.email), // error: Type 'PersonalValue<string, "email">' is not assignable to type 'string'
    b: derive(optional(text()), (person) => person.nickname), // error: Type 'PersonalValue<string, "name">' is not assignable to type 'string
    c: derive(text(), (person) => person.email.toLowerCase()), // error: Property 'toLowerCase' does not exist on type 'PersonalValue<string, "email">'
    d: derive(text(), (person) => mask(person.nickname)), // error: Type 'null' is not assignable to type 'string'
    e: derive(text(), (person) => reveal(person.email, '')), // error: say why this is written in the clear
    f: derive(optional(text()), (person) => reveal(person.company, 'it is public')), // error: Argument of type 'string | null' is not assignable to parameter of type
    g: derive(optional(text()), (person) => hash(person.born)), // error: a date or a time cannot be hashed; use generalise()
    h: derive(optional(date()), (person) => generalise(person.born, 10)), // error: is not assignable to parameter of type
    i: derive(text(), (person) => mask(person.tax_number)), // error: is not assignable to parameter of type
    j: derive(hash(text()), (person) => person.email), // error: is missing the following properties from type 'Column<
  }),
})
defineTask({
  source: all,
  where: (person) => person.email === 'ada@example.org', // error: have no overlap
  record: () => unread,
})

// Rows of a lookup are as the rows of the source.
const people = lookup(db.selectFrom('people').select(['id', 'email', 'born']), 'id')
defineTask({
  source: db.selectFrom('visits').select(['id', 'person_id', 'email']),
  lookups: { people },
  record: ({ derive }) => ({
    id: int32(),
    person_id: internal(),
    email: text(),
    hashed: derive(optional(text()), (visit, { people }) =>
      hash(people.get(visit.person_id)?.email ?? null),
    ),
    plain: derive(
      optional(text()),
      (visit, { people }) => people.get(visit.person_id)?.email ?? null, // error: Type 'PersonalValue<string, "email">' is not assignable to type 'string
    ),
  }),
})

// A personal column finds no rows, and names no partition.
lookup(
  db.selectFrom('people').select(['id', 'email', 'born']),
  'email', // error: Argument of type '"email"' is not assignable to parameter of type '"id"'
)
defineTask({
  source: db.selectFrom('people').select(['id', 'seen']),
  record: () => ({ id: int32(), seen: generalise(timestampMicros(), 'month') }),
  partitionBy: ({ weekOfMonth }) => weekOfMonth('seen'), // error: the source has no column of type timestamp
})
