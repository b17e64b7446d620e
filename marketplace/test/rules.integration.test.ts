import { createTestDatabase } from '@carmilla/test'
import type { TestDatabase } from '@carmilla/test'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { marketplaceTemplate } from '../src/index.ts'
import { CURRENCY_RULES, INVOICE_RULES, MONEY_VIEWS, PROPOSAL_RULES } from './rules/money.ts'
import { PURCHASE_ORDER_RULES, PURCHASE_ORDER_VIEWS } from './rules/purchase-orders.ts'
import {
  CLICK_RULES,
  ORDER_RULES,
  OTHER_RULES,
  PROVIDER_RULES,
  REF_RULES,
  REQUEST_RULES,
  USER_RULES,
} from './rules/tables.ts'
import { EVENT_RULES, FORM_RULES, VALUE_RULES } from './rules/values.ts'

let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await createTestDatabase({ template: marketplaceTemplate() })
  client = new Client(database.url)
  await client.connect()
  await client.query(PURCHASE_ORDER_VIEWS)
  await client.query(MONEY_VIEWS)
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

describe.each([
  ['purchase_orders', PURCHASE_ORDER_RULES],
  ['invoices', INVOICE_RULES],
  ['proposals', PROPOSAL_RULES],
  ['currencies', CURRENCY_RULES],
  ['orders', ORDER_RULES],
  ['providers', PROVIDER_RULES],
  ['refs', REF_RULES],
  ['requests', REQUEST_RULES],
  ['users', USER_RULES],
  ['events', EVENT_RULES],
  ['embedded_dynamic_forms', FORM_RULES],
  ['clicks', CLICK_RULES],
  ['other tables', OTHER_RULES],
  ['values', VALUE_RULES],
])('%s', (_, rules) => {
  test.each(Object.entries(rules))('shows: %s', async (_rule, from) => {
    const result = await client.query<{ rows: number }>(
      `SELECT count(*)::integer AS rows FROM ${from}`,
    )
    expect(result.rows[0]?.rows).toBeGreaterThan(0)
  })
})
