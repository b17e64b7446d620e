import { expect, test } from 'vitest'
import { Receiver } from '../src/receiver.ts'
import { resultFormats } from '../src/result-formats.ts'
import { RowQuery } from '../src/row-query.ts'
import type { ResultColumn } from '../src/result-column.ts'

const DESCRIBED: readonly ResultColumn[] = [
  { name: 'id', typeOid: 23, typeModifier: -1, type: { kind: 'int4' } },
  { name: 'network', typeOid: 869, typeModifier: -1, type: { kind: 'printed', name: 'inet' } },
]
const FORMATS = resultFormats(DESCRIBED, undefined)
const NO_TABLE = { tableID: 0, columnID: 0 }
const ID = { name: 'id', dataTypeID: 23, dataTypeModifier: -1, ...NO_TABLE, format: 'binary' }
const NETWORK = {
  name: 'network',
  dataTypeID: 869,
  dataTypeModifier: -1,
  ...NO_TABLE,
  format: 'text',
}

test.each([
  [[ID], '1 columns, expected 2'],
  [[{ ...ID, dataTypeID: 25 }, NETWORK], 'column `id` of type oid 25, expected 23'],
  [[{ ...ID, format: 'text' }, NETWORK], 'column `id` in text format, expected binary'],
  [[ID, { ...NETWORK, format: 'binary' }], 'column `network` in binary format, expected text'],
])('refuses rows that are not what was described: %#', async (announced, difference) => {
  const query = new RowQuery(
    { sql: 'select', parameters: [] },
    DESCRIBED,
    FORMATS,
    new Receiver(() => {}),
  )
  query.handleRowDescription({ fields: announced })
  await expect(query.next()).rejects.toMatchObject({
    code: 'protocol_violation',
    message: `result from postgres: ${difference}; was a type changed while it was read?`,
  })
})

test('goes by oids, not by names', async () => {
  const query = new RowQuery(
    { sql: 'select', parameters: [] },
    DESCRIBED,
    FORMATS,
    new Receiver(() => {}),
  )
  query.handleRowDescription({ fields: [{ ...ID, name: 'other' }, NETWORK] })
  query.handleCommandComplete()
  query.handleReadyForQuery()
  expect(await query.next()).toBeUndefined()
})
