import {
  decimal,
  defineTask,
  int32,
  int64,
  json,
  list,
  map,
  optional,
  struct,
  text,
} from '@carmilla/transform'
import { db } from './database.ts'

// An array of several dimensions is of the same type as one of one; the record says how many.
defineTask({
  source: db.selectFrom('nested').select(['texts', 'places', 'hstore']),
  record: () => ({
    texts: list(list(list(text()))),
    places: list(
      struct({
        street: optional(text()),
        zip: optional(int64()),
        price: optional(decimal(8, 2)),
        tags: optional(list(list(text()))),
      }),
    ),
    hstore: map(text(), text()),
  }),
})

defineTask({
  source: db.selectFrom('nested').select(['texts', 'places', 'hstore', 'place']),
  record: () => ({
    texts: list(list(int32())), // error: text[] cannot be written as list(list(int32())); use list(text())
    places: list(text()), // error: a composite type[] cannot be written as list(text()); use list(struct({ … }))
    hstore: map(text(), int32()), // error: hstore cannot be written as map(text(), int32()); use map(text(), text())
    place: json(), // error: a composite type cannot be written as json(); use optional(struct({ … }))
  }),
})

// Each field at fault is named.
defineTask({
  source: db.selectFrom('nested').select('place'),
  record: () => ({
    place: optional(
      // error: the struct has no field 'tags'; add optional(list(text()))
      struct({ street: optional(text()), zip: optional(int32()), price: optional(decimal(8, 2)) }),
    ),
  }),
})

defineTask({
  source: db.selectFrom('nested').select(['person', 'places']),
  record: () => ({
    person: struct({ name: optional(text()), place: optional(text()) }), // error: field 'place': a composite type cannot be written as text(); use optional(struct({ … }))
    places: list(struct({ ...place, zip: int32() })), // error: field 'zip' of a composite type may be NULL; wrap it in optional()
  }),
})

defineTask({
  source: db.selectFrom('nested').select(['person', 'places']),
  record: () => ({
    person: struct({
      // error: field 'place.zip': int4 cannot be written as text(); use optional(int32())
      name: optional(text()),
      place: optional(struct({ ...place, zip: optional(text()) })),
    }),
    places: list(struct({ ...place, city: optional(text()) })), // error: the composite type has no field 'city'; drop it
  }),
})

const place = {
  street: optional(text()),
  zip: optional(int32()),
  price: optional(decimal(8, 2)),
  tags: optional(list(text())),
}

// No field can be cast alone, so the whole column is.
defineTask({
  source: db.selectFrom('nested').select('odd'),
  record: () => ({
    odd: struct({ a: optional(text()) }), // error: field 'a': inet cannot be written as text(); use a cast of the whole column in the query
  }),
})
defineTask({
  source: db.selectFrom('nested').select('odd'),
  record: () => ({
    odd: text(), // error: a composite type cannot be written as text(); use a cast in the query, as in sql<Text>`odd::text`
  }),
})

// Functions see objects and maps, and give them.
defineTask({
  source: db.selectFrom('nested').select(['place', 'hstore', 'places']),
  record: ({ derive }) => ({
    place: derive(optional(text()), (row) => row.place?.street ?? null),
    zip: derive(optional(text()), (row) => row.place?.zip ?? null), // error: not assignable
    places: derive(struct({ count: int32() }), (row) => ({ count: row.places.length })),
    hstore: derive(map(text(), int32()), (row) => {
      return new Map([...row.hstore].map(([key, value]) => [key, value?.length ?? null] as const))
    }),
  }),
})
