/** A name that a table may have; without a schema, the first of the search path that has it. */
export interface TableName {
  readonly schema?: string
  readonly name: string
}

/**
 * What a text may name, best first: as Postgres reads it in a query (`Orders` is `orders`,
 * `"Orders"` is `Orders`), then with its capitals, then the whole of it, dots and quotes included.
 */
export function tableNames(text: string): readonly TableName[] {
  const parts = partsOf(text)
  const spelled = parts === undefined ? [] : [partsToName(parts, folded), partsToName(parts, exact)]
  return [...spelled.filter((name) => name !== undefined), { name: text }]
}

/** An identifier in quotes, so that it means itself whatever it holds. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A table as a query would name it, with quotes only where they are needed. */
export function showName({ schema, name }: TableName): string {
  return [...(schema === undefined ? [] : [schema]), name].map(quoteIfOdd).join('.')
}

function quoteIfOdd(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : quoteName(name)
}

interface Part {
  readonly text: string
  readonly quoted: boolean
}

/** The parts between dots; `undefined` when a quote is left open or stands inside a part. */
function partsOf(text: string): readonly Part[] | undefined {
  const parts: Part[] = []
  const pattern = /"((?:[^"]|"")+)"|([^".]+)/y
  for (let at = 0; ; at++) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) return undefined
    const [, quoted, plain = ''] = match
    parts.push(
      quoted === undefined
        ? { text: plain, quoted: false }
        : { text: quoted.replaceAll('""', '"'), quoted: true },
    )
    at = pattern.lastIndex
    if (at === text.length) return parts
    if (text[at] !== '.') return undefined
  }
}

function partsToName(parts: readonly Part[], read: (part: Part) => string): TableName | undefined {
  const [first, second, ...more] = parts.map(read)
  if (first === undefined || more.length > 0) return undefined
  return second === undefined ? { name: first } : { schema: first, name: second }
}

/** Postgres folds ASCII only, whatever the language. */
function folded({ text, quoted }: Part): string {
  return quoted ? text : text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function exact({ text }: Part): string {
  return text
}
