import type { Rules } from './rules.ts'

const monday = (column: string): string =>
  `extract(isodow FROM ${column}) = 1 AND ${column}::time = '00:00'`
const sunday = (column: string): string =>
  `extract(isodow FROM ${column}) = 7 AND ${column}::time = '23:59:59.999999'`

function windowRules(table: string): Rules {
  const within = (day: string): string => `${table} WHERE created_at::date = '${day}'`
  return {
    'created_at NULL': `${table} WHERE created_at IS NULL`,
    'leap day': within('2024-02-29'),
    'first instant of a leap day': `${table} WHERE created_at = '2024-02-29'`,
    'last instant of a leap day': `${table} WHERE created_at = '2024-02-29 23:59:59.999999'`,
    'last day of a common February': within('2026-02-28'),
    'last instant of a year': `${table} WHERE created_at = '2025-12-31 23:59:59.999999'`,
    'first instant of a year': `${table} WHERE created_at = '2026-01-01'`,
    'days 29 to 31': `${table} WHERE extract(day FROM created_at) > 28`,
    'the last instant of a month of 30 days': `${table} WHERE created_at = '2025-04-30 23:59:59.999999'`,
    'the last instant of a month of 31 days': `${table} WHERE created_at = '2026-01-31 23:59:59.999999'`,
    'last instant of a first week': `${table} WHERE created_at = '2026-01-07 23:59:59.999999'`,
    'first instant of a second week': `${table} WHERE created_at = '2026-01-08'`,
    'last day of the data': within('2026-03-02'),
    'first instant of an ISO week': `${table} WHERE ${monday('created_at')}`,
    'last instant of an ISO week': `${table} WHERE ${sunday('created_at')}`,
    'ISO week of the next year': within('2025-12-29'),
    'changed long after it was made': `${table} WHERE updated_at > created_at + interval '60 days'`,
    'updated_at NULL': `${table} WHERE updated_at IS NULL`,
  }
}

export const EVENT_RULES: Rules = {
  ...windowRules('events'),
  'event NULL': 'events WHERE event IS NULL AND created_at IS NOT NULL',
  'event empty': `events WHERE event = ''`,
  'categories NULL': 'events WHERE categories IS NULL',
  'no category': `events WHERE categories = '{}'`,
  'categories other than source': 'events WHERE categories <> source',
  'category with a comma': `events WHERE 'lab, wet' = ANY (categories)`,
  'source NULL': 'events WHERE source IS NULL',
  'no source': `events WHERE source = '{}'`,
  'providers NULL': 'events WHERE providers IS NULL',
  'organization NULL': 'events WHERE organization_id IS NULL',
  'session NULL': 'events WHERE session_id IS NULL AND event IS NOT NULL',
  'duration -0': `events WHERE duration::text = '-0'`,
  'e-mail of the session, not of the row': `events a JOIN events b USING (session_id)
    WHERE a.id < b.id AND a.email <> b.email AND a.event IS NOT NULL AND b.event IS NOT NULL
    AND date_trunc('week', a.created_at) = date_trunc('week', b.created_at)`,
  'e-mail later in the session': `events a JOIN events b USING (session_id)
    WHERE a.id < b.id AND a.email IS NULL AND b.email IS NOT NULL AND b.event IS NOT NULL
    AND date_trunc('week', a.created_at) = date_trunc('week', b.created_at)`,
  'first e-mail of the session in a row without event': `events a JOIN events b USING (session_id)
    WHERE a.id < b.id AND a.email IS NOT NULL AND a.event IS NULL AND b.event IS NOT NULL
    AND date_trunc('week', a.created_at) = date_trunc('week', b.created_at)`,
  'session and week without e-mail': `(SELECT session_id FROM events WHERE session_id IS NOT NULL
    GROUP BY session_id, date_trunc('week', created_at) HAVING count(email) = 0) silent`,
  'session over several weeks': `(SELECT session_id FROM events GROUP BY session_id
    HAVING count(DISTINCT date_trunc('week', created_at)) > 2) AS sessions`,
}

export const FORM_RULES: Rules = {
  ...windowRules('embedded_dynamic_forms'),
  'duplicate keys': `embedded_dynamic_forms WHERE data::text = '{"a":1,"a":2,"b":3,"a":4}'`,
  'odd spacing': `embedded_dynamic_forms WHERE schema::text = '  {  }  '`,
  'nul escape, which only json takes': String.raw`embedded_dynamic_forms WHERE data::text LIKE '%\\u0000%'`,
  'number beyond a double': `embedded_dynamic_forms WHERE data::text LIKE '[1e400,%'`,
  'JSON null': `embedded_dynamic_forms WHERE data::text = 'null'`,
  'data NULL': 'embedded_dynamic_forms WHERE data IS NULL',
}

export const VALUE_RULES: Rules = {
  'timestamp before 1970': `orders WHERE created_at = '1969-12-31 23:59:59.999999'`,
  'timestamp before the Gregorian calendar': `orders WHERE created_at = '1582-10-04 12:00:00.5'`,
  'timestamp of year 1': `orders WHERE created_at = '0001-01-01'`,
  'timestamp of year 9999': `users WHERE expired_at = '9999-12-31 23:59:59.999999'`,
  'timestamp with microseconds': `orders WHERE extract(microseconds FROM created_at)::bigint % 1000 <> 0`,
  'money largest': 'purchase_orders WHERE total_price = 999999999999.99',
  'money smallest': 'purchase_orders WHERE total_price = -999999999999.99',
  'money 0': 'purchase_orders WHERE total_price = 0',
  'percentage largest': 'taxes WHERE percent_rate = 999.9999',
  'numeric without bounds: NaN': `milestones WHERE quantity = 'NaN'`,
  'numeric without bounds: Infinity': `milestones WHERE quantity = 'Infinity'`,
  'numeric without bounds: scale beyond 38': 'milestones WHERE scale(quantity) > 38',
  'numeric without bounds: more than 38 digits': 'inventory_groups WHERE shipping_cost > 1e100',
  'numeric without bounds: trailing zeros': `milestones WHERE quantity::text = '1.5000000000'`,
  'numeric without bounds: negative': 'inventory_groups WHERE shipping_cost = -7',
  'double of the largest value': 'events WHERE duration = 1.7976931348623157e308',
  'double of the smallest value': 'events WHERE duration = 5e-324',
  'jsonb number beyond a double': `inventories WHERE data = '1e400'`,
  'jsonb number with many digits': `orders WHERE obligations->>'long' LIKE '%.1234567890123456%'`,
  'jsonb trailing zeros': `orders WHERE obligations->'trailing'->>0 = '2.50'`,
  'jsonb integer beyond int64': `orders WHERE obligations->'trailing'->>5 = '18446744073709551615'`,
  'jsonb escapes': `orders WHERE obligations->>'escapes' LIKE '%🚀%'`,
  'jsonb empty key': `orders WHERE obligations ? ''`,
  'text empty': `notes WHERE title = ''`,
  'text with tab, line feed and return': String.raw`notes WHERE title ~ '\t' OR body ~ '\r\n'`,
  'text with backslash and \\N': String.raw`notes WHERE title LIKE '%, \\N, %'`,
  'text with quotes': `notes WHERE title LIKE '"quoted", ''single''%'`,
  'text with emoji': `notes WHERE title LIKE '%👩🏽‍🔬%'`,
  'text with a byte order mark': String.raw`notes WHERE title LIKE E'\uFEFF%'`,
  'text in Arabic': `notes WHERE body ~ '[ء-ي]'`,
  'text in Greek': `notes WHERE body ~ '[α-ω]'`,
  'text in Russian': `notes WHERE body ~ '[а-я]'`,
  'text in Hindi': `notes WHERE body ~ '[अ-ह]'`,
  'text in Chinese and Japanese': `notes WHERE body ~ '[一-龯]'`,
  'text in Japanese': `notes WHERE body ~ '[ぁ-ん]'`,
  'text in Korean': `notes WHERE body ~ '[가-힣]'`,
  'text in German': `notes WHERE body LIKE '%Röhrchen%'`,
  'text in French': `notes WHERE body LIKE '%échantillons%'`,
  'text in Spanish': `notes WHERE body LIKE '%¿%'`,
  'text in Portuguese': `notes WHERE body LIKE '%São Paulo%'`,
  'text in Polish': `notes WHERE body LIKE '%opóźniona%'`,
  'array element with braces': `events WHERE '{braces}' = ANY (source)`,
  'array element with quotes': `events WHERE 'Über "uns"' = ANY (categories)`,
  'array element with a backslash': String.raw`events WHERE 'back\slash' = ANY (categories)`,
  'array element empty': `events WHERE '' = ANY (categories)`,
  'array element that reads like NULL': `events WHERE 'null' = ANY (categories)`,
}
