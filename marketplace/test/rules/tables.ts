import type { Rules } from './rules.ts'

export const ORDER_RULES: Rules = {
  'request_id NULL': 'orders WHERE request_id IS NULL',
  'request missing': `orders o WHERE request_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM requests r WHERE r.id = o.request_id)`,
  'organization of the request, not of the order': `orders o JOIN requests r ON r.id = o.request_id
    WHERE o.organization_id <> r.organization_id`,
  'user of the request NULL': `orders o JOIN requests r ON r.id = o.request_id WHERE user_id IS NULL`,
  'user 0 is a user': `orders o JOIN requests r ON r.id = o.request_id WHERE user_id = 0`,
  'user without e-mail': `orders o JOIN requests r ON r.id = o.request_id
    JOIN users u ON u.id = r.user_id WHERE u.email IS NULL`,
  'booster NULL': 'orders WHERE booster IS NULL',
  'booster NaN': `orders WHERE booster = 'NaN'`,
  'provider NULL': 'orders WHERE provider_id IS NULL',
  'provider 0 is a provider': 'orders WHERE provider_id = 0',
  'provider without name': `orders o JOIN providers p ON p.id = o.provider_id WHERE p.name IS NULL`,
  'obligations NULL': 'orders WHERE obligations IS NULL',
  'no timepoint': `orders o WHERE NOT EXISTS (SELECT FROM timepoints t WHERE t.order_id = o.id)`,
  'all four dates': `orders o WHERE (SELECT count(DISTINCT name) FROM timepoints t
    WHERE t.order_id = o.id AND date IS NOT NULL AND name IN
    ('approval date', 'review date', 'submission date', 'completion date')) = 4`,
  'some of the dates': `orders o WHERE (SELECT count(DISTINCT name) FROM timepoints t
    WHERE t.order_id = o.id AND name IN
    ('approval date', 'review date', 'submission date', 'completion date')) BETWEEN 1 AND 3`,
  'one date twice': `timepoints a JOIN timepoints b
    ON a.order_id = b.order_id AND a.name = b.name AND a.id < b.id AND a.date <> b.date`,
  'one date twice, the last by key not by heap order': `timepoints a JOIN timepoints b
    ON a.order_id = b.order_id AND a.name = b.name AND a.id < b.id AND a.ctid > b.ctid`,
  'date NULL': `timepoints WHERE date IS NULL AND name = 'review date'`,
  'timepoint whose id is that of another order': `timepoints t JOIN orders o ON o.id = t.id
    WHERE t.order_id <> o.id AND name = 'approval date'`,
  'name that nearly matches': `timepoints WHERE name IN ('Approval Date', ' review date')`,
  'name NULL': 'timepoints WHERE name IS NULL',
  'timepoint of no order': 'timepoints WHERE order_id IS NULL',
}

const SETUP_STEPS = `'Create Account', 'Update Company Profile', 'Add Addresses',
  'Add Certifications', 'Add Accounting Details'`
const COMPLETE_STEPS = `(SELECT count(*) FROM
  regexp_split_to_table(array_to_string(setup, ', '), ',') part WHERE ltrim(part) IN (${SETUP_STEPS}))`

export const PROVIDER_RULES: Rules = {
  'nothing complete': `providers WHERE setup = '{}'`,
  'all complete': `providers WHERE ${COMPLETE_STEPS} = 5`,
  'a step counted twice': `providers WHERE cardinality(setup) = 2 AND setup[1] = setup[2]
    AND setup[1] IN (${SETUP_STEPS})`,
  'more than 100 percent': `providers WHERE ${COMPLETE_STEPS} > 5`,
  'steps in one element': `providers WHERE 'Create Account,Add Addresses' = ANY (setup)`,
  'step in another case': `providers WHERE 'ADD ADDRESSES' = ANY (setup)`,
  'unknown step': `providers WHERE 'Upload Logo' = ANY (setup)`,
  'step with a space behind': `providers WHERE setup[1] LIKE '% '`,
  'score NaN': `providers WHERE score = 'NaN'`,
  'score Infinity': `providers WHERE score = 'Infinity'`,
  'contact_emails NULL': 'providers WHERE contact_emails IS NULL',
  'no contact e-mail': `providers WHERE contact_emails = '{}'`,
  'several contact e-mails': 'providers WHERE cardinality(contact_emails) > 1',
  'uuid NULL': 'providers WHERE uuid IS NULL',
  'house account': 'providers WHERE id = 0',
}

const IS_USER = `type = 'Pg::UserRef'`

export const REF_RULES: Rules = {
  'provider ref': `refs WHERE type = 'Pg::ProviderRef'`,
  'user ref': `refs WHERE ${IS_USER}`,
  'ref of another type': `refs WHERE type = 'Pg::OrganizationRef'`,
  'type NULL': 'refs WHERE type IS NULL',
  'fields NULL of a user': `refs WHERE ${IS_USER} AND fields IS NULL`,
  'fields NULL of a provider': `refs WHERE type = 'Pg::ProviderRef' AND fields IS NULL`,
  'fields that are no object': `refs WHERE jsonb_typeof(fields) = 'array'`,
  'name with quotes': `refs WHERE fields->>'name' LIKE '%"%'`,
  'name JSON null': `refs WHERE fields->'name' = 'null'`,
  'slug missing': `refs WHERE fields ? 'name' AND NOT fields ? 'slug'`,
  'contract_status JSON null': `refs WHERE fields->'contract_status' = 'null'`,
  'score in an array': `refs WHERE jsonb_array_length(
    CASE jsonb_typeof(fields->'score') WHEN 'array' THEN fields->'score' ELSE '[]' END) > 0`,
  'score in an empty array': `refs WHERE fields->'score' = '[]'`,
  'score scalar': `refs WHERE jsonb_typeof(fields->'score') = 'number'`,
  'score as text': `refs WHERE fields->>'score' ~ '^[0-9.]+$' AND jsonb_typeof(fields->'score') = 'string'`,
  'score object': `refs WHERE jsonb_typeof(fields->'score') = 'object'`,
  'score JSON null': `refs WHERE fields->'score' = 'null'`,
  'score missing': `refs WHERE fields ? 'name' AND NOT fields ? 'score'`,
  'score that is no number': `refs WHERE fields->>'score' = 'n/a'`,
  'score beyond a double': `refs WHERE fields->'score' = '1e400'`,
  'dates NULL of a user': `refs WHERE ${IS_USER} AND created_at IS NULL AND updated_at IS NULL`,
  'company missing': `refs WHERE ${IS_USER} AND fields ? 'email' AND NOT fields ? 'company'`,
  'company with quotes': `refs WHERE ${IS_USER} AND fields->>'company' LIKE '%"%'`,
  'location JSON null': `refs WHERE ${IS_USER} AND fields->'location' = 'null'`,
  'location object': `refs WHERE ${IS_USER} AND jsonb_typeof(fields->'location') = 'object'`,
  'id beyond a double': 'refs WHERE id > 9007199254740992',
}

export const REQUEST_RULES: Rules = {
  'filters NULL': 'requests WHERE filters IS NULL',
  'no filter': `requests WHERE filters = '{}'`,
  'one filter': 'requests WHERE cardinality(filters) = 1',
  'two filters': 'requests WHERE cardinality(filters) = 2',
  'three filters': 'requests WHERE cardinality(filters) = 3',
  'four filters and more': 'requests WHERE array_ndims(filters) = 1 AND cardinality(filters) > 3',
  'filter NULL':
    'requests WHERE filters[1] IS NOT NULL AND filters[2] IS NULL AND cardinality(filters) = 3',
  'filters two-dimensional': 'requests WHERE array_ndims(filters) = 2',
  cancelled: 'requests WHERE cancelled',
  'user NULL': 'requests WHERE user_id IS NULL',
  'quantity at the ends of its type': 'requests WHERE quantity = -2147483648',
}

export const USER_RULES: Rules = {
  'both names NULL': 'users WHERE first_name IS NULL AND last_name IS NULL',
  'first name only': 'users WHERE first_name IS NOT NULL AND last_name IS NULL',
  'last name only': 'users WHERE first_name IS NULL AND last_name IS NOT NULL',
  'both names empty': `users WHERE first_name = '' AND last_name = ''`,
  'both names': `users WHERE first_name <> '' AND last_name <> ''`,
  'sso_attributes NULL': 'users WHERE sso_attributes IS NULL',
  'sso_attributes JSON null': `users WHERE sso_attributes = 'null'`,
  'sso_attributes array': `users WHERE jsonb_typeof(sso_attributes) = 'array'`,
  'sso_attributes scalar': `users WHERE jsonb_typeof(sso_attributes) = 'string'`,
  'SSO e-mail': `users WHERE sso_attributes->>'email' LIKE '%@%'`,
  'SSO e-mail missing': `users WHERE jsonb_typeof(sso_attributes) = 'object' AND NOT sso_attributes ? 'email'`,
  'SSO e-mail JSON null': `users WHERE sso_attributes->'email' = 'null'`,
  'SSO e-mail object': `users WHERE jsonb_typeof(sso_attributes->'email') = 'object'`,
  'SSO e-mail with quotes': `users WHERE sso_attributes->>'email' LIKE '"quoted \\\\ %'`,
  'uuid NULL': 'users WHERE uuid IS NULL',
  inactive: 'users WHERE NOT active',
  'expires never': `users WHERE expired_at = 'infinity'`,
  'signed in before all time': `users WHERE last_sign_in_at = '-infinity'`,
}

export const OTHER_RULES: Rules = {
  'organizations: uuid NULL': 'organizations WHERE uuid IS NULL',
  'organizations: webstore': 'organizations WHERE webstore',
  'organizations: archived': 'organizations WHERE archived_at IS NOT NULL',
  'organizations: division of another': 'organizations WHERE parent_id <> id',
  'inventory_groups: uuid NULL': 'inventory_groups WHERE uuid IS NULL',
  'inventory_groups: deleted': 'inventory_groups WHERE deleted_at IS NOT NULL',
  'inventory_groups: metadata NULL': 'inventory_groups WHERE metadata IS NULL',
  'inventories: uuid NULL': 'inventories WHERE uuid IS NULL',
  'inventories: data NULL': 'inventories WHERE data IS NULL',
  'inventories: data JSON null': `inventories WHERE data = 'null'`,
  'milestones: created_at NULL': 'milestones WHERE created_at IS NULL',
  'milestones: cancelled_at and shipped_at NULL': `milestones
    WHERE cancelled_at IS NULL AND shipped_at IS NULL`,
  'milestones: estimated_date NULL': 'milestones WHERE estimated_date IS NULL',
  'milestones: estimated_date late in the day': `milestones
    WHERE estimated_date::time = '23:59:59.999999'`,
  'ratings: spam is not exported': 'ratings WHERE spam',
  'ratings: not spam': 'ratings WHERE NOT spam',
  'ratings: provider NULL': 'ratings WHERE provider_id IS NULL',
  'ratings: created_at NULL': 'ratings WHERE created_at IS NULL',
  'addresses: empty text stays apart from NULL': `addresses a
    WHERE street2 = '' AND EXISTS (SELECT FROM addresses b WHERE b.street2 IS NULL)`,
  'notes: body out of line': 'notes WHERE octet_length(body) > 200000',
  'notes: body NULL': 'notes WHERE body IS NULL',
  'shippings: free': 'shippings WHERE free_shipping',
  'shippings: negative': 'shippings WHERE cost < 0',
  'taxes: negative percentage': 'taxes WHERE percent_rate < 0',
  'action_items: order NULL': 'action_items WHERE order_id IS NULL',
  'action_items: action that nearly matches': `action_items WHERE action_performed = 'New Request'`,
  'wpcs: required NULL': 'wpcs WHERE required IS NULL',
  'wpcs: booster Infinity': `wpcs WHERE booster = 'Infinity'`,
  'wpcs: organization NULL': 'wpcs WHERE organization_id IS NULL',
  'booster: configuration of an exported offer': `ware_provider_configurations c
    JOIN wpcs w USING (ware_id, provider_id, organization_id)`,
  'booster: NULL matches nothing': 'ware_provider_configurations WHERE organization_id IS NULL',
  'booster: at the end of its type': 'ware_provider_configurations WHERE booster = 9.99',
  'booster: beyond numeric(3,2) on the other side': `wpcs WHERE abs(booster) >= 10
    AND booster NOT IN ('Infinity', '-Infinity', 'NaN')`,
}

export const CLICK_RULES: Rules = {
  'document without Id': `clicks WHERE id = 'null' AND NOT data ? 'Id'`,
  'documents without Id, one per year': `(SELECT FROM clicks WHERE id = 'null'
    HAVING count(*) = count(DISTINCT year) AND count(*) > 5) years`,
  'id with its quotes': `clicks WHERE id LIKE '"%"'`,
  'one click in two years': `clicks a JOIN clicks b ON a.id = b.id AND a.year < b.year
    WHERE a.id <> 'null'`,
  'document NULL': 'clicks WHERE data IS NULL',
  'document empty': `clicks WHERE data = '{}'`,
  'Meta:schema missing': `clicks WHERE data ? 'Id' AND NOT data ? 'Meta:schema'`,
  'TimeZoneId missing': `clicks WHERE data ? 'Id' AND NOT data ? 'TimeZoneId'`,
  'file_name NULL': 'clicks WHERE file_name IS NULL',
  'last_modified_date NULL': 'clicks WHERE last_modified_date IS NULL',
  'CreatedOn with an offset': `clicks WHERE data->>'CreatedOn' ~ 'Date\\([0-9]+\\+'`,
  'CreatedOn before 1970': `clicks WHERE data->>'CreatedOn' LIKE '%(-%'`,
  'CreatedOn garbage': `clicks WHERE data->>'CreatedOn' = 'yesterday'`,
  'CreatedOn JSON null': `clicks WHERE data->'CreatedOn' = 'null'`,
  'EventCreatedOn as text': `clicks WHERE jsonb_typeof(data->'EventCreatedOn') = 'string'`,
  'EventCreatedOn before 1970': `clicks WHERE data->>'EventCreatedOn' = '-1'`,
  'number as text': `clicks WHERE jsonb_typeof(data->'SiteId') = 'string'`,
  'not a number': `clicks WHERE data->>'SiteId' = 'n/a'`,
  'number beyond integer': `clicks WHERE data->>'ClickCount' = '3000000000'`,
  'boolean as text': `clicks WHERE data->>'DataCenter' = 'f'`,
  'not a boolean': `clicks WHERE data->>'DataCenter' = 'eu-west'`,
  'no user': `clicks WHERE data ? 'Id' AND NOT data ? 'User'`,
  'price with trailing zeros': `clicks WHERE data->>'Price' = '1.50'`,
  'every partition of 2021 to 2026': `(SELECT FROM clicks WHERE tableoid <> 'clicks_default'::regclass
    HAVING count(DISTINCT tableoid) = 6) partitions`,
  'default partition': 'clicks_default',
}
