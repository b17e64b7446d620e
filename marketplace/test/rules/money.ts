import type { Rules } from './rules.ts'

/** Rows that the tasks invoices and proposals export, and their lookup rows. */
export const MONEY_VIEWS = `
  CREATE TEMP VIEW invoice_currency AS SELECT c.*, c.ctid AS place FROM currencies c JOIN invoices i
    ON i.id = exchangable_id WHERE exchangable_type = 'Pg::Invoice';
  CREATE TEMP VIEW invoice_shipping AS SELECT s.*, s.ctid AS place FROM shippings s JOIN invoices i
    ON i.id = shipable_id WHERE shipable_type = 'Pg::Invoice';
  CREATE TEMP VIEW quote AS SELECT * FROM proposals WHERE active AND order_id IS NOT NULL;
  CREATE TEMP VIEW quote_currency AS SELECT c.*, c.ctid AS place FROM currencies c JOIN quote q
    ON q.id = exchangable_id WHERE exchangable_type = 'Pg::ProposalBase';
  CREATE TEMP VIEW quote_tax AS SELECT t.*, q.created_at AS quoted_at FROM taxes t JOIN quote q
    ON q.id = taxable_id WHERE taxable_type = 'Pg::ProposalBase' AND t.type = 'Pg::RetailTax';
  CREATE TEMP VIEW quote_time AS SELECT t.* FROM turn_around_times t JOIN quote q
    ON q.id = turnaroundable_id WHERE turnaroundable_type = 'Pg::ProposalBase'`

export const INVOICE_RULES: Rules = {
  'standard invoice': `invoices WHERE document_type = 'standard' AND total_price > 0`,
  'credit note': `invoices WHERE document_type = 'credit_note' AND total_price > 0`,
  'credit note of 0': `invoices WHERE document_type = 'credit_note' AND total_price = 0`,
  'credit note of less than 0': `invoices WHERE document_type = 'credit_note' AND total_price < 0`,
  'any other document type is negative too': `invoices
    WHERE document_type NOT IN ('standard', 'credit_note')`,
  'standard invoice of 0': `invoices WHERE document_type = 'standard' AND total_price = 0`,
  'standard invoice of less than 0 with shipping': `invoices i JOIN invoice_shipping s
    ON s.shipable_id = i.id WHERE document_type = 'standard' AND total_price < 0 AND cost <> 0`,
  'credit note with shipping and discount': `invoices i JOIN invoice_shipping s
    ON s.shipable_id = i.id WHERE document_type = 'credit_note' AND cost > 0
    AND discount_amount > 0`,
  'cancelled invoice': 'invoices WHERE cancelled',
  'uuid NULL': 'invoices WHERE uuid IS NULL',
  'approved_for_payment NULL': 'invoices WHERE approved_for_payment IS NULL',
  'created_at NULL': 'invoices WHERE created_at IS NULL',
  'currency row': 'invoice_currency WHERE conversion_rate <> 0 AND currency IS NOT NULL',
  'no currency row': `invoices i WHERE NOT EXISTS
    (SELECT FROM invoice_currency c WHERE c.exchangable_id = i.id)`,
  'first of several currency rows': `invoice_currency a JOIN invoice_currency b
    ON a.exchangable_id = b.exchangable_id AND a.id < b.id
    AND a.conversion_rate <> b.conversion_rate`,
  'first currency row by key, not by heap order': `invoice_currency a JOIN invoice_currency b
    ON a.exchangable_id = b.exchangable_id AND a.id < b.id AND a.place > b.place`,
  'currency rate NULL': 'invoice_currency WHERE conversion_rate IS NULL',
  'currency NULL': 'invoice_currency WHERE currency IS NULL',
  'currency rate 0': 'invoice_currency WHERE conversion_rate = 0',
  'no shipping row': `invoices i WHERE NOT EXISTS
    (SELECT FROM invoice_shipping s WHERE s.shipable_id = i.id)`,
  'first of two shipping rows': `invoice_shipping a JOIN invoice_shipping b
    ON a.shipable_id = b.shipable_id AND a.id < b.id AND a.cost <> b.cost`,
  'tax row, which is not used': `taxes WHERE taxable_type = 'Pg::Invoice' AND type = 'Pg::RetailTax'`,
}

export const PROPOSAL_RULES: Rules = {
  'exported proposal': 'quote',
  'inactive proposal': 'proposals WHERE NOT active AND order_id IS NOT NULL',
  'proposal without order': 'proposals WHERE active AND order_id IS NULL',
  'currency row': 'quote_currency WHERE conversion_rate <> 0 AND currency IS NOT NULL',
  'no currency row': `quote q WHERE NOT EXISTS
    (SELECT FROM quote_currency c WHERE c.exchangable_id = q.id)`,
  'last of several currency rows': `quote_currency a JOIN quote_currency b
    ON a.exchangable_id = b.exchangable_id AND a.id < b.id
    AND a.conversion_rate <> b.conversion_rate`,
  'currency rate NULL': 'quote_currency WHERE conversion_rate IS NULL',
  'currency NULL': 'quote_currency WHERE currency IS NULL',
  'currency rate 0': 'quote_currency WHERE conversion_rate = 0',
  'no tax row': 'quote q WHERE NOT EXISTS (SELECT FROM quote_tax t WHERE t.taxable_id = q.id)',
  'last of two tax rows': `quote_tax a JOIN quote_tax b
    ON a.taxable_id = b.taxable_id AND a.id < b.id AND a.amount <> b.amount`,
  'tax of another type': `quote q JOIN taxes t ON t.taxable_id = q.id
    AND t.taxable_type = 'Pg::ProposalBase' AND t.type <> 'Pg::RetailTax'`,
  'tax included after 2018-06-01': `quote_tax WHERE quoted_at > '2018-06-01' AND amount <> 0`,
  'tax not included before 2018-06-01': `quote_tax WHERE quoted_at < '2018-06-01' AND amount <> 0`,
  'created exactly at 2018-06-01': `proposals WHERE created_at = '2018-06-01'`,
  'created one microsecond later': `proposals WHERE created_at = '2018-06-01 00:00:00.000001'`,
  'created_at NULL': 'proposals WHERE created_at IS NULL',
  'no turn-around time': `quote q WHERE NOT EXISTS
    (SELECT FROM quote_time t WHERE t.turnaroundable_id = q.id)`,
  'last of two turn-around times': `quote_time a JOIN quote_time b
    ON a.turnaroundable_id = b.turnaroundable_id AND a.id < b.id AND a.min <> b.min`,
  'min NULL': 'quote_time WHERE min IS NULL AND max IS NOT NULL',
  'max NULL': 'quote_time WHERE max IS NULL AND min IS NOT NULL',
  'display_units NULL': 'quote_time WHERE display_units IS NULL AND min IS NOT NULL',
  'min and max beyond a double': 'turn_around_times WHERE max = 9223372036854775807',
  'justifications NULL': 'quote WHERE justifications IS NULL',
  'no justification': `quote WHERE justifications = '{}'`,
  'justification NULL in an exported row': 'quote WHERE array_position(justifications, NULL) > 0',
  'justification NULL in any row': 'proposals WHERE array_position(justifications, NULL) > 0',
  'uuid NULL': 'quote WHERE uuid IS NULL',
  'commission NULL': 'quote WHERE commission_rate IS NULL',
  'provider NULL': 'quote WHERE provider_id IS NULL',
  'provider 0 is a provider': 'quote WHERE provider_id = 0',
  obsoleted: 'quote WHERE obsoleted',
  exclude: 'quote WHERE exclude',
}

export const CURRENCY_RULES: Rules = {
  'rate NULL': 'currencies WHERE conversion_rate IS NULL',
  'rate 0': 'currencies WHERE conversion_rate = 0',
  'negative rate': 'currencies WHERE conversion_rate < 0',
  'smallest rate': 'currencies WHERE conversion_rate = 0.00000001',
  'largest rate': 'currencies WHERE conversion_rate = 9999999999.99999999',
  'conversion_history NULL': 'currencies WHERE conversion_history IS NULL',
  'conversion_history JSON null': `currencies WHERE conversion_history = 'null'`,
  'type that nearly matches': `currencies WHERE exchangable_type IN ('pg::invoice', 'Pg::ProposalBase ')`,
  'type NULL': 'currencies WHERE exchangable_type IS NULL',
  'id NULL': 'currencies WHERE exchangable_id IS NULL',
}
