import type { Rules } from './rules.ts'

const PO = `('Pg::PurchaseOrderBase', 'Pg::PurchaseOrderBaseInit')`

/** Purchase orders that the task exports, and the lookup rows of each. */
export const PURCHASE_ORDER_VIEWS = `
  CREATE TEMP VIEW po AS SELECT * FROM purchase_orders
    WHERE type IN ('Pg::CustomerPurchaseOrder', 'Pg::PurchaseOrder')
      AND po_number IS NOT NULL AND po_created_at IS NOT NULL;
  CREATE TEMP VIEW po_currency AS SELECT c.*, c.ctid AS place FROM currencies c JOIN po ON po.id = exchangable_id
    WHERE exchangable_type IN ${PO};
  CREATE TEMP VIEW po_shipping AS SELECT s.*, s.ctid AS place, po.proposal_id FROM shippings s
    JOIN po ON po.id = shipable_id WHERE shipable_type IN ${PO};
  CREATE TEMP VIEW po_tax AS SELECT t.*, po.proposal_id FROM taxes t JOIN po ON po.id = taxable_id
    WHERE taxable_type IN ${PO} AND t.type = 'Pg::RetailTax';
  CREATE TEMP VIEW po_answer AS SELECT a.*, a.ctid AS place FROM purchase_orders a JOIN po ON po.id = a.cpo_id
    WHERE a.type = 'Pg::ProviderPurchaseOrder'`

const AMENDED = 'version_number > 1 AND referenced_po_id IS NOT NULL'
const PROPOSAL_SHIPPING = `EXISTS (SELECT FROM shippings p
  WHERE p.shipable_type = 'Pg::ProposalBase' AND p.shipable_id = s.proposal_id AND p.cost <> 0)`
const PROPOSAL_TAX = `EXISTS (SELECT FROM taxes p WHERE p.taxable_type = 'Pg::ProposalBase'
  AND p.type = 'Pg::RetailTax' AND p.taxable_id = t.proposal_id AND p.amount <> 0)`

export const PURCHASE_ORDER_RULES: Rules = {
  'type Pg::CustomerPurchaseOrder': `po WHERE type = 'Pg::CustomerPurchaseOrder'`,
  'type Pg::PurchaseOrder': `po WHERE type = 'Pg::PurchaseOrder'`,
  'another type is not exported': `purchase_orders WHERE po_number IS NOT NULL
    AND type NOT IN ('Pg::CustomerPurchaseOrder', 'Pg::PurchaseOrder', 'Pg::ProviderPurchaseOrder')`,
  'type NULL is not exported': `purchase_orders WHERE type IS NULL AND po_number IS NOT NULL`,
  'po_number NULL is not exported': `purchase_orders
    WHERE type = 'Pg::PurchaseOrder' AND po_number IS NULL AND po_created_at IS NOT NULL`,
  'po_created_at NULL is not exported': `purchase_orders
    WHERE type = 'Pg::PurchaseOrder' AND po_number IS NOT NULL AND po_created_at IS NULL`,
  'neither po_number nor po_created_at': `purchase_orders
    WHERE po_number IS NULL AND po_created_at IS NULL`,
  'po_number is empty text': `purchase_orders WHERE po_number = ''`,

  'ad_po_number of the one provider order': `po WHERE
    (SELECT count(*) FROM po_answer a WHERE a.cpo_id = po.id) = 1`,
  'ad_po_number of the last of several provider orders': `po WHERE (SELECT count(*)
    FROM po_answer a WHERE a.cpo_id = po.id AND a.ad_po_number IS DISTINCT FROM po.ad_po_number) > 1`,
  'ad_po_number NULL of the last provider order': `po WHERE ad_po_number IS NOT NULL AND EXISTS (
    SELECT FROM po_answer a WHERE a.cpo_id = po.id AND a.ad_po_number IS NULL
    AND a.id = (SELECT max(id) FROM po_answer b WHERE b.cpo_id = po.id))`,
  'last provider order by key, not by heap order': `po_answer a JOIN po_answer b
    ON a.cpo_id = b.cpo_id AND a.id < b.id AND a.place > b.place`,
  'ad_po_number of its own': `po WHERE ad_po_number IS NOT NULL
    AND NOT EXISTS (SELECT FROM po_answer a WHERE a.cpo_id = po.id)`,
  'provider order that answers none': `purchase_orders
    WHERE type = 'Pg::ProviderPurchaseOrder' AND cpo_id IS NULL`,
  'cpo_id on another type does not count': `purchase_orders
    WHERE type <> 'Pg::ProviderPurchaseOrder' AND cpo_id IS NOT NULL`,

  'status Obsoleted': 'po WHERE obsoleted',
  'status Obsoleted before Completed': 'po WHERE obsoleted AND completed',
  'status Amended': `po WHERE NOT obsoleted AND ${AMENDED}`,
  'status Amended before Rejected': `po WHERE NOT obsoleted AND ${AMENDED} AND rejected`,
  'a version without a reference is not Amended': `po WHERE version_number > 1
    AND referenced_po_id IS NULL AND NOT obsoleted`,
  'a reference without a version is not Amended': `po WHERE version_number = 1
    AND referenced_po_id IS NOT NULL AND NOT obsoleted`,
  'status Completed': `po WHERE completed AND NOT obsoleted AND NOT (${AMENDED})`,
  'status Completed before Rejected': `po WHERE completed AND rejected AND NOT obsoleted`,
  'status Rejected': `po WHERE rejected AND NOT completed AND NOT obsoleted AND NOT (${AMENDED})`,
  'status Work in Progress': `po WHERE NOT rejected AND NOT completed AND NOT obsoleted
    AND NOT (${AMENDED})`,
  'flags NULL': 'po WHERE rejected IS NULL AND obsoleted IS NULL AND completed IS NULL',
  'uuid NULL': 'po WHERE uuid IS NULL',
  'supplier_updated NULL': 'po WHERE supplier_updated IS NULL',

  'currency row': 'po_currency WHERE conversion_rate <> 0 AND currency IS NOT NULL',
  'no currency row': `po WHERE NOT EXISTS (SELECT FROM po_currency c WHERE c.exchangable_id = po.id)`,
  'currency rows of different rates': `po_currency a JOIN po_currency b
    ON a.exchangable_id = b.exchangable_id AND a.id < b.id
    AND a.conversion_rate <> b.conversion_rate`,
  'last currency row by key, not by heap order': `po_currency a JOIN po_currency b
    ON a.exchangable_id = b.exchangable_id AND a.id < b.id AND a.place > b.place
    AND a.conversion_rate <> b.conversion_rate`,
  'currency row of type Init': `po_currency WHERE exchangable_type = 'Pg::PurchaseOrderBaseInit'`,
  'currency rate NULL': 'po_currency WHERE conversion_rate IS NULL AND currency IS NOT NULL',
  'currency NULL': 'po_currency WHERE currency IS NULL AND conversion_rate IS NOT NULL',
  'currency rate 0': 'po_currency WHERE conversion_rate = 0',

  'shipping row': 'po_shipping WHERE cost <> 0',
  'no shipping row': `po WHERE NOT EXISTS (SELECT FROM po_shipping s WHERE s.shipable_id = po.id)`,
  'first of two shipping rows': `po_shipping a JOIN po_shipping b
    ON a.shipable_id = b.shipable_id AND a.id < b.id AND a.cost <> b.cost`,
  'first shipping row by key, not by heap order': `po_shipping a JOIN po_shipping b
    ON a.shipable_id = b.shipable_id AND a.id < b.id AND a.place > b.place AND a.cost <> b.cost`,
  'shipping 0 with one of the proposal': `po_shipping s WHERE cost = 0 AND ${PROPOSAL_SHIPPING}`,
  'shipping 0 with several of the proposal': `po_shipping s WHERE cost = 0 AND (SELECT count(*)
    FROM shippings p WHERE p.shipable_type = 'Pg::ProposalBase'
    AND p.shipable_id = s.proposal_id) > 1`,
  'shipping 0 without one of the proposal': `po_shipping s WHERE cost = 0
    AND NOT ${PROPOSAL_SHIPPING}`,
  'shipping 0 without a proposal': 'po_shipping WHERE cost = 0 AND proposal_id IS NULL',

  'tax row': 'po_tax WHERE amount <> 0',
  'no tax row': `po WHERE NOT EXISTS (SELECT FROM po_tax t WHERE t.taxable_id = po.id)`,
  'no tax row, one of the proposal': `po JOIN taxes t ON t.taxable_id = po.proposal_id
    AND t.taxable_type = 'Pg::ProposalBase' AND t.type = 'Pg::RetailTax' AND t.amount <> 0
    WHERE NOT EXISTS (SELECT FROM po_tax t WHERE t.taxable_id = po.id)`,
  'last of two tax rows': `po_tax a JOIN po_tax b
    ON a.taxable_id = b.taxable_id AND a.id < b.id AND a.amount <> b.amount`,
  'tax 0 with one of the proposal': `po_tax t WHERE amount = 0 AND ${PROPOSAL_TAX}`,
  'tax 0 with a rate and one of the proposal': `po_tax t WHERE amount = 0 AND percent_rate <> 0
    AND ${PROPOSAL_TAX}`,
  'tax 0 without one of the proposal': `po_tax t WHERE amount = 0 AND NOT ${PROPOSAL_TAX}`,
  'tax of another type': `po JOIN taxes t ON t.taxable_id = po.id AND t.taxable_type IN ${PO}
    WHERE t.type <> 'Pg::RetailTax'`,
  'tax of type NULL': `po JOIN taxes t ON t.taxable_id = po.id AND t.taxable_type IN ${PO}
    WHERE t.type IS NULL`,
  'tax percentage on shipping': `po_tax t JOIN po_shipping s ON s.shipable_id = t.taxable_id
    WHERE t.percent_rate <> 0 AND s.cost <> 0`,

  'commission NULL': 'po WHERE commission_rate IS NULL',
  commission: 'po WHERE commission_rate <> 0',
  'provider NULL': 'po WHERE provider_id IS NULL',
  'provider 0 is a provider': 'po WHERE provider_id = 0',
  'order NULL': 'po WHERE order_id IS NULL',
  'supplier of the first new_request': `po WHERE EXISTS (SELECT FROM action_items a
    JOIN action_items b USING (action_performed, order_id) WHERE a.order_id = po.order_id
    AND action_performed = 'new_request' AND a.id < b.id AND a.provider_id <> b.provider_id)`,
  'first new_request has no supplier': `po WHERE (SELECT provider_id IS NULL FROM action_items a
    WHERE a.order_id = po.order_id AND action_performed = 'new_request' ORDER BY id LIMIT 1)`,
  'no new_request': `po WHERE order_id IS NOT NULL AND NOT EXISTS (SELECT FROM action_items a
    WHERE a.order_id = po.order_id AND action_performed = 'new_request')`,
  'no justification': `po WHERE justifications = '{}'`,
  'justification with a comma': `po WHERE 'speed, mostly' = ANY (justifications)`,
  'submitted in the last microsecond of a day': `po WHERE po_created_at::time = '23:59:59.999999'`,
  'submitted before 1970': `po WHERE po_created_at < '1970-01-01'`,
}
