import type { Draw } from '../draw.ts'

/** Documents that a JSON codec may trip over and `jsonb` takes. */
export const AWKWARD_JSONB: readonly string[] = [
  'null',
  '{}',
  '[]',
  'true',
  '"a plain string"',
  '-0.0',
  '1e400',
  '{"big": 1e400, "small": 1e-300, "long": 123456789012345678901234567890.123456789012345678901234567890}',
  '{"trailing": [2.50, 1.0, 100, 1e2, 1E+30, 18446744073709551615, -9223372036854775808]}',
  String.raw`{"escapes": "\u00e9\u4e2d\ud83d\ude80 \"quoted\" back\\slash \/ tab\t line\n feed\f bell\u0007"}`,
  '{"": "empty key", " ": "space", "key with \\"quotes\\"": 1, "ключ": "значение", "🔑": "🗝️"}',
  '{"nested": {"a": [{"b": {"c": [[], {}, [null, [true, [false]]]]}}]}}',
  '{"b": 1, "a": 2, "aa": 3, "B": 4, "b": 5}',
  '[null, "null", "", 0, false]',
]

/** Text of the type `json`, which keeps spacing, key order and duplicate keys as they came. */
export const AWKWARD_JSON: readonly string[] = [
  'null',
  '  {  }  ',
  '{"a":1,"a":2,"b":3,"a":4}',
  '{"a" :1 ,\t"b":\n[ 1,2 ,3 ]}\n',
  String.raw`{"nul": "before \u0000 after", "half": "\ud83d"}`,
  '[1e400, -1E-400, 2.50, 1e2, 0.1e1, 100000000000000000000000000000000]',
  '"just text"',
  '-0',
  '{"z":{"y":{"x":{"w":{"v":[[[[1]]]]}}}},"a":null}',
  '{"question":"¿Qué tal?","回答":"很好","ответ":"да 👍🏽"}',
  '{"type":"object","properties":{"type":{"type":"string"},"type":{"type":"number"}}}',
]

/**
 * Awkward documents for the first rows and now and then; otherwise the ordinary one, or NULL in the
 * share `nulls` of the rows.
 */
export function jsonb(draw: Draw, ordinary: unknown, nulls = 0): string | null {
  return draw.rarely(AWKWARD_JSONB, draw.unless(nulls, JSON.stringify(ordinary)))
}

/** The same for the type `json`, in one of several layouts. */
export function json(draw: Draw, ordinary: unknown, nulls = 0): string | null {
  const indent = draw.pick([0, 0, 2, '\t'])
  return draw.rarely(AWKWARD_JSON, draw.unless(nulls, JSON.stringify(ordinary, null, indent)))
}
