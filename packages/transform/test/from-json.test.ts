import { describe, expect, test } from 'vitest'
import {
  binary,
  bool,
  columnOf,
  type Column,
  date,
  decimal,
  float32,
  float64,
  fromJson,
  int16,
  int32,
  int64,
  json,
  list,
  map,
  optional,
  struct,
  text,
  timestampMicros,
  timestamptzMicros,
  uuid,
} from '../src/index.ts'
import { readJson, readOne } from './json-documents.ts'

const REFUSED = expect.stringMatching(/^refused: json at \$: .* does not fit /)

const MICROS_PER_DAY = 86_400_000_000n

describe('a number', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['1.0', 1],
    ['1e2', 100],
    ['120e-1', 12],
    ['0e999999999', 0],
    ['-32768', -32_768],
    ['32767.000', 32_767],
  ])('%s is a whole number', (written, value) => {
    expect(readOne(fromJson(int16()), written)).toBe(value)
  })

  test.each(['32768', '-32769', '0.5', '1e-1', '1e400', '1e999999999', '1.00000000000000000001'])(
    '%s is no whole number of 16 bits',
    (written) => expect(readOne(fromJson(int16()), written)).toEqual(REFUSED),
  )

  test('keeps all digits beyond those of a double', () => {
    expect(readOne(fromJson(int64()), '9223372036854775807')).toBe(2n ** 63n - 1n)
    expect(readOne(fromJson(int64()), '-9223372036854775808')).toBe(-(2n ** 63n))
    expect(readOne(fromJson(int64()), '9223372036854775808')).toEqual(REFUSED)
    const digits = '12345678901234567890123456789012345678'
    expect(readOne(fromJson(decimal(38, 0)), digits)).toBe(BigInt(digits))
    expect(readOne(fromJson(decimal(38, 38)), `0.${digits}`)).toBe(BigInt(digits))
  })

  test.each([
    ['0.29', 29n],
    ['1.150', 115n],
    ['115e-2', 115n],
    ['-1e1', -1000n],
    ['1E+15', 10n ** 17n],
    ['9999999999999999.99', 10n ** 18n - 1n],
  ])('%s is a decimal(18, 2)', (written, unscaled) => {
    expect(readOne(fromJson(decimal(18, 2)), written)).toBe(unscaled)
  })

  test.each(['0.295', '1e-3', '1e16', '10000000000000000', '1e400'])(
    '%s is no decimal(18, 2), and is not rounded',
    (written) => expect(readOne(fromJson(decimal(18, 2)), written)).toEqual(REFUSED),
  )

  test.each([
    '0.1',
    '0.10',
    '1e-1',
    '0.30000000000000004',
    // With seventeen digits, and in full.
    '0.10000000000000001',
    '0.1000000000000000055511151231257827021181583404541015625',
    '1e22',
    '5e-324',
    '1.7976931348623157e308',
    '9007199254740992',
    '-0.0',
  ])('%s is a double', (written) => {
    expect(readOne(fromJson(float64()), written)).toBe(Number(written))
  })

  test.each([
    '0.100000000000000005',
    '9007199254740993',
    '123456789012345678901234567890',
    '1e400',
    '1e-400',
    '4e-324',
  ])('%s is no double', (written) => {
    expect(readOne(fromJson(float64()), written)).toEqual(REFUSED)
  })

  test('is a 32-bit float by the same rule', () => {
    expect(readOne(fromJson(float32()), '0.1')).toBe(Math.fround(0.1))
    // In the middle of ...562 and ...563.
    expect(readOne(fromJson(float32()), '-609.7481079101562')).toBe(-609.748_107_910_156_25)
    expect(readOne(fromJson(float32()), '-609.7481079101563')).toBe(-609.748_107_910_156_25)
    expect(readOne(fromJson(float32()), '-609.7481079101561')).toEqual(REFUSED)
    expect(readOne(fromJson(float32()), '16777216')).toBe(16_777_216)
    expect(readOne(fromJson(float32()), '16777217')).toEqual(REFUSED)
    expect(readOne(fromJson(float32()), '0.30000000000000004')).toEqual(REFUSED)
    expect(readOne(fromJson(float32()), '1e39')).toEqual(REFUSED)
  })

  test('is no text, no truth value, and no number in quotes', () => {
    expect(readOne(fromJson(text()), '1')).toEqual(REFUSED)
    expect(readOne(fromJson(bool()), '1')).toEqual(REFUSED)
    expect(readOne(fromJson(int32()), '"1"')).toEqual(REFUSED)
  })
})

describe('a string', () => {
  test('is text, with its escapes', () => {
    expect(readOne(fromJson(text()), String.raw`"\u00e9\ud83d\ude80\n\"\/ 漢字"`)).toBe(
      'é🚀\n"/ 漢字',
    )
    expect(readOne(fromJson(text()), '""')).toBe('')
  })

  test('is no text with what Postgres takes in no text', () => {
    expect(readOne(fromJson(text()), String.raw`"a\u0000"`)).toEqual(REFUSED)
    expect(readOne(fromJson(text()), String.raw`"\ud83d"`)).toEqual(REFUSED)
    expect(readOne(fromJson(map(text(), int32())), String.raw`{"\u0000":1}`)).toEqual(REFUSED)
  })

  test('is a UUID as Postgres prints it', () => {
    const value = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'
    expect(readOne(fromJson(uuid()), `"${value}"`)).toBe(value)
    expect(readOne(fromJson(uuid()), `"${value.toUpperCase()}"`)).toEqual(REFUSED)
    expect(readOne(fromJson(uuid()), `"{${value}}"`)).toEqual(REFUSED)
  })

  test.each([
    ['1970-01-01', 0],
    ['2024-02-29', 19_782],
    ['0001-01-01', -719_162],
    ['0001-12-31 BC', -719_163],
    ['4713-01-01 BC', -2_440_550],
    // As far as Postgres goes; it counts from 2000.
    ['5874897-12-31', 2_145_031_948 + 10_957],
  ])('"%s" is a date', (written, days) => {
    expect(readOne(fromJson(date()), `"${written}"`)).toBe(days)
  })

  test.each([
    '2023-02-29',
    '2024-13-01',
    '2024-00-01',
    '2024-1-1',
    '0000-01-01',
    '02024-01-01',
    '9999999-01-01',
    'infinity',
    '2024-02-29T00:00:00',
    ' 2024-02-29',
  ])('"%s" is no date', (written) => {
    expect(readOne(fromJson(date()), `"${written}"`)).toEqual(REFUSED)
  })

  test.each([
    ['2024-02-29T12:34:56', 19_782n * MICROS_PER_DAY + 45_296_000_000n],
    ['1969-12-31T23:59:59.999999', -1n],
    ['1970-01-01T00:00:00.5', 500_000n],
    ['294247-01-10T04:00:54.775807', 2n ** 63n - 1n],
    ['0001-12-31T00:00:00 BC', -719_163n * MICROS_PER_DAY],
  ])('"%s" is a timestamp', (written, micros) => {
    expect(readOne(fromJson(timestampMicros()), `"${written}"`)).toBe(micros)
  })

  test.each([
    ['1970-01-01T01:00:00+01:00', 0n],
    ['1970-01-01T00:00:00-00:30', 1_800_000_000n],
    ['1970-01-01T00:34:08.25+00:34:08', 250_000n],
    ['1970-01-01T00:00:00.125Z', 125_000n],
    ['0001-12-31T00:00:00+00:00 BC', -719_163n * MICROS_PER_DAY],
  ])('"%s" is an instant', (written, micros) => {
    expect(readOne(fromJson(timestamptzMicros()), `"${written}"`)).toBe(micros)
  })

  test.each([
    ['timestampMicros', '2024-02-29T12:00:00Z'],
    ['timestampMicros', '2024-02-29 12:00:00'],
    ['timestampMicros', '2024-02-29T24:00:00'],
    ['timestampMicros', '2024-02-29T12:00:60'],
    ['timestampMicros', '2024-02-29T12:00:00.1234567'],
    ['timestampMicros', '294247-01-10T04:00:54.775808'],
    ['timestampMicros', 'infinity'],
    ['timestamptzMicros', '2024-02-29T12:00:00'],
    ['timestamptzMicros', '2024-02-29T12:00:00+25:00'],
    ['timestamptzMicros', '-infinity'],
  ])('for %s() "%s" is none', (kind, written) => {
    const column = kind === 'timestampMicros' ? timestampMicros() : timestamptzMicros()
    expect(readOne(fromJson<Column['type']>(column), `"${written}"`)).toEqual(REFUSED)
  })
})

describe('a struct', () => {
  const place = struct({ City: optional(text()), zip: int32() })

  test('takes its keys as they are declared, in whatever order', () => {
    expect(readOne(fromJson(place), '{"zip":8001,"City":"Zürich"}')).toEqual(['Zürich', 8001])
  })

  test('has NULL for a key that is null or missing, where NULL may be', () => {
    expect(readOne(fromJson(place), '{"zip":1,"City":null}')).toEqual([null, 1])
    expect(readOne(fromJson(place), '{"zip":1}')).toEqual([null, 1])
    expect(readOne(fromJson(place), '{"City":"x"}')).toBe(
      'refused: json at $.zip: nothing does not fit int32(); wrap it in optional()',
    )
    expect(readOne(fromJson(place), '{"zip":null}')).toBe(
      'refused: json at $.zip: null does not fit int32(); wrap it in optional()',
    )
  })

  test('knows no key that an object of JavaScript has', () => {
    const odd = struct({
      toString: optional(text()),
      ['__proto__']: optional(int32()),
      'a b': optional(int32()),
    })
    expect(readOne(fromJson(odd), '{}')).toEqual([null, null, null])
    expect(readOne(fromJson(odd), '{"__proto__":7,"a b":1,"toString":"s"}')).toEqual(['s', 7, 1])
    expect(readOne(fromJson(odd), '{"a b":true}')).toMatch(/^refused: json at \$\."a b": true /)
  })

  test('takes the last of equal keys, as jsonb does', () => {
    expect(readOne(fromJson(place), '{"zip":"a","zip":[2.5],"zip":7.0}')).toEqual([null, 7])
    expect(readOne(fromJson(place), '{"zip":1.5,"zip":2.0,"zip":{"a":3}}')).toMatch(/\$\.zip: /)
  })

  test('refuses keys that are not declared, and names one', () => {
    expect(readOne(fromJson(list(place)), '[{"zip":1},{"zip":1,"lat":2}]')).toBe(
      "refused: json at $[1].lat: the key is not declared; add it to the struct, or choose { extraKeys: 'ignore' } or 'rest'",
    )
  })

  test('leaves them out and counts them, by the place of their object', () => {
    const column = fromJson(struct({ places: list(place) }), { extraKeys: 'ignore' })
    const read = readJson(column, [
      '{"places":[{"zip":1,"lat":1,"lon":2},{"zip":2,"lat":3}],"x":1}',
      '{"places":[]}',
    ])
    expect(read).toEqual({
      values: [
        [
          [
            [null, 1],
            [null, 2],
          ],
        ],
        [[]],
      ],
      counts: { 'extra key in $': 1, 'extra key in $.places[*]': 3 },
    })
  })

  test('keeps them as jsonb prints them', () => {
    const inner = struct({ zip: optional(int32()), _rest: optional(json()) })
    const column = fromJson(struct({ in: optional(inner), _rest: optional(json()) }), {
      extraKeys: 'rest',
    })
    const long = '123456789012345678901234567890.10'
    const read = readJson(column, [
      `{"in":{"zip":1,"b":[1,{"y":null}]},"bb":"\\u00e9\\u0000\\ud83d","a":${long},"_rest":1e2,"10":true}`,
      '{"in":{"zip":1}}',
    ])
    expect(read).toEqual({
      values: [
        [
          [1, '{"b": [1, {"y": null}]}'],
          `{"a": ${long}, "10": true, "bb": "é\\u0000\\ud83d", "_rest": 1e2}`,
        ],
        [[1, null], null],
      ],
      counts: {},
    })
  })
})

describe('a list and a map', () => {
  test('may have NULL inside, and be in each other', () => {
    expect(readOne(fromJson(list(list(float64()))), '[[1,null],null,[]]')).toEqual([
      [1, null],
      null,
      [],
    ])
    const column = fromJson(map(text(), list(bool())))
    expect(readOne(column, '{"b":[true],"1":null,"":[]}')).toEqual([
      ['1', null],
      ['b', [true]],
      ['', []],
    ])
  })

  test('name the place of what is not of their type', () => {
    expect(readOne(fromJson(struct({ geo: list(float64()) })), '{"geo":[1,2,"3"]}')).toBe(
      `refused: json at $.geo[2]: "3" does not fit float64(); write NULL there with { mismatch: 'null' }`,
    )
    expect(readOne(fromJson(map(text(), int32())), '{"a":{"b":1}}')).toMatch(
      /^refused: json at \$\.a: \{"b": 1\} does not fit int32\(\)/,
    )
    expect(readOne(fromJson(list(int32())), '{}')).toEqual(REFUSED)
    expect(readOne(fromJson(map(text(), int32())), '[]')).toEqual(REFUSED)
    expect(readOne(fromJson(struct({ a: optional(int32()) })), '1')).toEqual(REFUSED)
  })
})

describe('a document', () => {
  test('is NULL where it is NULL, and where it is null in a column that may be', () => {
    expect(readJson(optional(fromJson(int32())), [null, 'null', '1'])).toEqual({
      values: [null, null, 1],
      counts: {},
    })
    expect(readOne(fromJson(int32()), 'null')).toBe(
      'refused: json at $: null does not fit int32(); wrap it in optional()',
    )
  })

  test('is kept as text where json() is declared', () => {
    expect(readOne(fromJson(list(json())), '[ 1.50 ,{"b":1,"a":2}, "x", null]')).toEqual([
      '1.50',
      '{"a": 2, "b": 1}',
      '"x"',
      null,
    ])
  })

  test('is read the same from json and from jsonb, which no other column reads so', () => {
    const column = fromJson(list(int32()))
    expect(readJson(column, ['[1]'], 'json')).toEqual(readJson(column, ['[1]'], 'jsonb'))
    expect(() => readJson(list(int32()), ['[1]'])).toThrow('no decoder for jsonb')
  })

  test('becomes NULL in part, counted by the place of the shape', () => {
    const shape = struct({ n: optional(int32()), all: optional(list(map(text(), int16()))) })
    const column = optional(fromJson(shape, { mismatch: 'null' }))
    const read = readJson(column, [
      '{"n":1.5,"all":[{"a":1,"b":"x"},{"b":70000},3]}',
      '[]',
      null,
      '{"n":7}',
    ])
    expect(read).toEqual({
      values: [
        [
          null,
          [
            [
              ['a', 1],
              ['b', null],
            ],
            [['b', null]],
            null,
          ],
        ],
        null,
        null,
        [7, null],
      ],
      counts: {
        'mismatch at $.n': 1,
        'mismatch at $.all[*].*': 2,
        'mismatch at $.all[*]': 1,
        'mismatch at $': 1,
      },
    })
    // Where there must be no NULL it stops all the same.
    expect(readOne(fromJson(shape, { mismatch: 'null' }), '[]')).toEqual(REFUSED)
  })

  test('becomes NULL as a whole, and what was done before is counted once', () => {
    const column = optional(fromJson(struct({ n: int32() }), { extraKeys: 'ignore' }), {
      unrepresentable: 'null',
    })
    expect(readJson(column, ['{"n":1,"x":1}', '{"n":"a","x":1}', '{"n":2,"x":1}', '{}'])).toEqual({
      values: [[1], null, [2], null],
      counts: { 'unrepresentable value': 2, 'extra key in $': 2 },
    })
  })

  test('is refused where it is nested deeper than the stack reaches', () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000)
    expect(readOne(fromJson(list(json())), deep)).toBe(
      'refused: json: nested too deeply to be read',
    )
  })

  test('names the row in the batch, so that the whole value can be written as NULL', () => {
    expect(() => readJson(fromJson(int32()), ['1', '2', 'true'])).toThrow(
      expect.objectContaining({ context: { path: '$', row: 2 } }),
    )
  })

  test('that is no JSON is not what Postgres sends', () => {
    expect(() => readJson(fromJson(int32()), ['{'])).toThrow(
      expect.objectContaining({ code: 'protocol_violation' }),
    )
  })
})

describe('a shape that no document has is refused where it is declared', () => {
  test.each([
    [list(binary()), {}, 'json at $[*]: binary() has no form in JSON'],
    [map(uuid(), int32()), {}, 'json at $: the keys of a JSON object are text, not uuid()'],
    [
      struct({ a: struct({ b: int32() }) }),
      { mismatch: 'null' as const },
      'json at $.a: the field may become NULL; wrap it in optional()',
    ],
    [
      struct({ a: int32(), _rest: optional(text()) }),
      { extraKeys: 'rest' as const },
      'json at $: a struct has no field for the keys that it does not declare; add _rest: optional(json())',
    ],
  ])('%#', (column, options, message) => {
    // The compiler does not know this type, and cannot refuse it.
    expect(() => fromJson(columnOf(column.type), options)).toThrow(message)
  })
})
