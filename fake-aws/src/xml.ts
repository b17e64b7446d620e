/** An element's content: text, or children in order; `undefined` leaves the element out. */
export type XmlContent = string | number | boolean | undefined | readonly XmlElement[]
export type XmlElement = readonly [name: string, content: XmlContent]

/** A document of one root element. */
export function xmlDocument(
  root: string,
  children: readonly XmlElement[],
  namespace?: string,
): string {
  const attributes = namespace === undefined ? '' : ` xmlns="${namespace}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attributes}>${children.map(xmlElement).join('')}</${root}>`
}

function xmlElement([name, content]: XmlElement): string {
  if (content === undefined) return ''
  const inner = Array.isArray(content)
    ? content.map(xmlElement).join('')
    : escapeXml(String(content))
  return `<${name}>${inner}</${name}>`
}

/** The inner text of every element of a name, wherever it stands; of what SDKs send, no more. */
export function xmlAll(document: string, name: string): readonly string[] {
  return [...document.matchAll(new RegExp(`<${name}(?: [^>]*)?>(.*?)</${name}>`, 'gs'))].map(
    ([, inner]) => inner ?? '',
  )
}

/** The text of the first element of a name. */
export function xmlText(document: string, name: string): string | undefined {
  const [inner] = xmlAll(document, name)
  return inner === undefined ? undefined : unescapeXml(inner)
}

function escapeXml(text: string): string {
  return text.replaceAll(
    // oxlint-disable-next-line no-control-regex -- these are what XML cannot hold as they are
    /[<>&"'\u0000-\u001f]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  )
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
}

function unescapeXml(text: string): string {
  return text.replaceAll(/&(#x?)?(\w+);/g, (whole, numeric: string | undefined, name: string) => {
    if (numeric === undefined) return ENTITIES[name] ?? whole
    return String.fromCodePoint(Number.parseInt(name, numeric === '#x' ? 16 : 10))
  })
}
