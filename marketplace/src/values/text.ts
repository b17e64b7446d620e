import type { Draw } from '../draw.ts'
import { NAMES } from '../text/people.ts'
import { ODD_TEXTS, SENTENCES } from '../text/sentences.ts'
import { COMPANY_STEMS, COMPANY_TAILS } from '../text/trade.ts'

/** One sentence in one of the languages; now and then something odd. */
export function sentence(draw: Draw, nulls = 0): string | null {
  return draw.rarely(ODD_TEXTS, draw.unless(nulls, draw.pick(draw.pick(SENTENCES))))
}

/** Up to `most` sentences of one language, on one line or several. */
export function paragraph(draw: Draw, most = 5, nulls = 0): string | null {
  const language = draw.pick(SENTENCES)
  const glue = draw.pick([' ', ' ', '\n', '\r\n\r\n', '\n\t- '])
  const sentences = Array.from({ length: draw.int(1, most) }, () => draw.pick(language))
  return draw.rarely(ODD_TEXTS, draw.unless(nulls, sentences.join(glue)))
}

/** A name of a company; the number keeps most of them apart. */
export function company(draw: Draw, nulls = 0): string | null {
  const name = `${draw.pick(COMPANY_STEMS)} ${draw.int(1, 9999)} ${draw.pick(COMPANY_TAILS)}`
  return draw.rarely(ODD_TEXTS, draw.unless(nulls, name.trimEnd()))
}

/** First and last name of a person. */
export function person(draw: Draw): { readonly first: string; readonly last: string } {
  const stock = draw.pick(NAMES)
  return { first: draw.pick(stock.first), last: draw.pick(stock.last) }
}

/** An e-mail address, plus-signs and upper case included. */
export function email(draw: Draw): string {
  const local = draw.pick(['ada', 'j.doe', 'Procurement', 'lab+orders', "o'brien", 'müller', 'x'])
  const domain = draw.pick([
    'example.com',
    'example.org',
    'lab.example',
    'EXAMPLE.net',
    'пример.example',
  ])
  return `${local}${draw.int(1, 99_999)}@${domain}`
}

/** A slug: lower-case Latin words and a number. */
export function slug(draw: Draw): string {
  return `${draw.pick(['acme', 'blue-heron', 'peptide', 'assay', 'custom-label', 'freight'])}-${draw.int(1, 99_999)}`
}

/** Some elements of a list in the order of the list, possibly none. */
export function some(draw: Draw, list: readonly string[], share: number): readonly string[] {
  return list.filter(() => draw.chance(share))
}
