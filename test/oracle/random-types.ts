import type { SeededRandom } from '../../packages/extract/test/seeded-random.ts'

/** A type of Postgres, and literals of it at random. */
export interface RandomType {
  readonly name: string
  /** The input of the type, without quotes around it. */
  readonly literal: (random: SeededRandom) => string
  /** Dimensions of an array. */
  readonly dimensions?: number
}

/** Types that a value may have inside of an array or a composite type too. */
export const SCALARS: readonly RandomType[] = [
  { name: 'bool', literal: (random) => random.pick(['t', 'f']) },
  { name: 'int2', literal: (random) => String((random.bits() << 16) >> 16) },
  { name: 'int4', literal: (random) => String(random.bits() | 0) },
  { name: 'int8', literal: (random) => String(int64(random)) },
  { name: 'oid', literal: (random) => String(random.bits()) },
  { name: 'float4', literal: (random) => floatLiteral(random, random.bytes(4).readFloatBE()) },
  { name: 'float8', literal: (random) => floatLiteral(random, random.bytes(8).readDoubleBE()) },
  { name: 'numeric(9,3)', literal: (random) => decimalLiteral(random, 9, 3) },
  { name: 'numeric(18,0)', literal: (random) => decimalLiteral(random, 18, 0) },
  { name: 'numeric(38,19)', literal: (random) => decimalLiteral(random, 38, 19) },
  { name: 'numeric', literal: unconstrainedLiteral },
  { name: 'text', literal: textLiteral },
  { name: 'varchar(40)', literal: textLiteral },
  { name: 'char(8)', literal: (random) => textLiteral(random).slice(0, 2) },
  { name: 'mood', literal: (random) => random.pick(['sad', 'ok', 'it is "odd", {x}']) },
  { name: 'uuid', literal: (random) => random.bytes(16).toString('hex') },
  { name: 'bytea', literal: (random) => `\\x${random.bytes(random.below(20)).toString('hex')}` },
  { name: 'jsonb', literal: (random) => JSON.stringify({ [textLiteral(random)]: random.bits() }) },
  { name: 'date', literal: (random) => dateLiteral(random, 9999) },
  { name: 'timestamp', literal: timestampLiteral },
  { name: 'timestamptz', literal: timestampLiteral },
  { name: 'hstore', literal: hstoreLiteral },
]

/** Types that come as printed: in a column of their own only. */
export const PRINTED: readonly RandomType[] = [
  { name: 'int4range', literal: (random) => rangeLiteral(random, () => random.below(1000)) },
  { name: 'numrange', literal: (random) => rangeLiteral(random, () => random.below(10_000) / 100) },
  {
    name: 'int8multirange',
    literal: (random) => `{${rangeLiteral(random, () => random.below(1000))}}`,
  },
  {
    name: 'interval',
    literal: (random) => `${random.below(999)} days ${random.below(9_999_999)} ms`,
  },
  {
    name: 'time',
    literal: (random) => `${random.below(24)}:${random.below(60)}:${random.below(60)}`,
  },
  { name: 'inet', literal: (random) => `${[...random.bytes(4)].join('.')}/${random.below(33)}` },
  { name: 'varbit', literal: (random) => random.bits().toString(2) },
]

/** An array of `element` in some dimensions, all of whose values have that many. */
export function arrayOf(element: RandomType, dimensions: number): RandomType {
  return {
    name: `${element.name}${'[]'.repeat(dimensions)}`,
    dimensions,
    literal: (random) => {
      if (random.chance(6)) return '{}'
      const lengths = Array.from({ length: dimensions }, () => random.between(1, 3))
      return arrayLiteral(element, lengths, random)
    },
  }
}

/** The input of a composite type with these fields. */
export function compositeLiteral(fields: readonly RandomType[], random: SeededRandom): string {
  const texts = fields.map((field) =>
    random.chance(5) ? '' : `"${field.literal(random).replace(/["\\]/g, '\\$&')}"`,
  )
  return `(${texts.join(',')})`
}

function arrayLiteral(
  element: RandomType,
  lengths: readonly number[],
  random: SeededRandom,
): string {
  const [length, ...inner] = lengths
  if (length === undefined) {
    return random.chance(5) ? 'NULL' : `"${element.literal(random).replace(/["\\]/g, '\\$&')}"`
  }
  return `{${Array.from({ length }, () => arrayLiteral(element, inner, random)).join(',')}}`
}

/** A decimal with as many digits as it may have, or fewer. */
export function decimalLiteral(random: SeededRandom, precision: number, scale: number): string {
  const digits = digitsOf(random, random.between(1, precision))
  const sign = random.chance(2) ? '-' : ''
  return `${sign}${digits}e${-scale}`
}

/** Numbers of any size, and those that are none. */
export function unconstrainedLiteral(random: SeededRandom): string {
  if (random.chance(12)) return random.pick(['NaN', 'Infinity', '-Infinity', '0', '0.000'])
  const whole = digitsOf(random, random.between(1, 60))
  const fraction = random.chance(3) ? '' : `.${digitsOf(random, random.between(1, 60))}`
  const exponent = random.chance(5) ? `e${random.between(-300, 300)}` : ''
  return `${random.chance(2) ? '-' : ''}${whole}${fraction}${exponent}`
}

/** Zeros in groups of four now and then: they are left out on the wire. */
function digitsOf(random: SeededRandom, count: number): string {
  let digits = ''
  while (digits.length < count) {
    digits += random.chance(4) ? random.pick(['0000', '9999', '0']) : String(random.below(10_000))
  }
  return digits.slice(0, count)
}

function int64(random: SeededRandom): bigint {
  const value = (BigInt(random.bits()) << 32n) | BigInt(random.bits())
  return BigInt.asIntN(64, value >> BigInt(random.below(64)))
}

function floatLiteral(random: SeededRandom, value: number): string {
  return random.chance(8) ? random.pick(['NaN', 'Infinity', '-Infinity', '-0', '0']) : String(value)
}

/** Blanks, quotes, and characters of one to four bytes. */
function textLiteral(random: SeededRandom): string {
  const characters = [
    'a',
    'Z',
    ' ',
    '"',
    '\\',
    ',',
    '{',
    '}',
    '(',
    ')',
    "'",
    'é',
    '注',
    '😀',
    '\n',
    '0',
    'NULL',
  ]
  return Array.from({ length: random.below(9) }, () => random.pick(characters)).join('')
}

function dateLiteral(random: SeededRandom, lastYear: number): string {
  const year = random.between(1, random.chance(2) ? lastYear : 2100)
  const parts = [
    String(year).padStart(4, '0'),
    two(random.between(1, 12)),
    two(random.between(1, 28)),
  ]
  return `${parts.join('-')}${year < 4713 && random.chance(4) ? ' BC' : ''}`
}

function timestampLiteral(random: SeededRandom): string {
  const [date = '', era = ''] = dateLiteral(random, 290_000).split(' ')
  const time = [random.below(24), random.below(60), random.below(60)].map(two).join(':')
  return `${date} ${time}.${String(random.below(1_000_000)).padStart(6, '0')} ${era}`.trim()
}

function hstoreLiteral(random: SeededRandom): string {
  const quoted = (): string => `"${textLiteral(random).replace(/["\\]/g, '\\$&')}"`
  const pairs = Array.from({ length: random.below(4) }, () => {
    return `${quoted()}=>${random.chance(3) ? 'NULL' : quoted()}`
  })
  return pairs.join(',')
}

function rangeLiteral(random: SeededRandom, bound: () => number): string {
  if (random.chance(8)) return random.pick(['empty', '(,)', '[5,)', '(,7]'])
  const [low, high] = [bound(), bound()].toSorted((a, b) => a - b)
  return `${random.pick(['[', '('])}${low},${high}${random.pick([']', ')'])}`
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
