import { defineTask, int32, int64, json, list, optional, text, uuid } from '@carmilla/transform'
import { db } from './database.ts'

// What Postgres prints is text; a whole number without a sign needs 64 bits.
defineTask({
  source: db
    .selectFrom('hosts')
    .select(['address', 'addresses', 'uptime', 'place', 'oid', 'xid', 'cid', 'oids'])
    .where('address', '=', '10.0.0.1')
    .where('oid', '>', 16_384),
  record: ({ derive }) => ({
    address: text(),
    addresses: list(text()),
    uptime: optional(text()),
    place: text(),
    oid: int64(),
    xid: int64(),
    cid: int64(),
    oids: list(int64()),
    count: derive(int64(), (row) => BigInt(row.addresses.length)),
    network: derive(text(), (row) => row.address.replace(/\.\d+$/, '.0')),
    next: derive(int64(), (row) => BigInt(row.oid) + 1n),
  }),
})

defineTask({
  source: db
    .selectFrom('hosts')
    .select(['address', 'addresses', 'uptime', 'place', 'oid', 'xid', 'oids']),
  record: () => ({
    address: uuid(), // error: inet cannot be written as uuid(); use text()
    addresses: list(json()), // error: inet[] cannot be written as list(json()); use list(text())
    uptime: text(), // error: the source may be NULL here; wrap the column in optional()
    place: json(), // error: geometry cannot be written as json(); use text()
    oid: int32(), // error: oid cannot be written as int32(); use int64()
    xid: text(), // error: xid cannot be written as text(); use int64()
    oids: list(text()), // error: oid[] cannot be written as list(text()); use list(int64())
  }),
})
