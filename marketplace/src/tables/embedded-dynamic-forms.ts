import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { json } from '../values/json.ts'
import { paragraph, sentence, slug } from '../values/text.ts'
import { lifetime, startOf } from '../values/time.ts'

const KEPT_SINCE = startOf('2024-01-01')

export const embeddedDynamicForms: Table = table('embedded_dynamic_forms', (draw, market) => {
  const life = lifetime(draw, market.rows('embedded_dynamic_forms'), KEPT_SINCE)
  const schema = {
    type: 'object',
    required: ['question'],
    properties: { question: { type: 'string', title: sentence(draw) }, amount: { type: 'number' } },
  }
  const answers = { question: paragraph(draw, 2), amount: draw.int(0, 9999) / 100, files: [] }
  return {
    id: draw.id,
    name: sentence(draw, 0.05),
    version_number: draw.unless(0.05, draw.int(1, 12)),
    slug: draw.unless(0.05, slug(draw)),
    key: draw.unless(0.1, draw.hex(12)),
    schema: json(draw, schema, 0.05),
    options: json(draw, { layout: 'two columns', 'read-only': false }, 0.4),
    data: json(draw, answers, 0.1),
    created_at: life.created_at,
    updated_at: life.updated_at,
  }
})
