/** A table of Markdown: `left` columns are texts, all others figures. */
export function markdownTable(
  headings: readonly string[],
  lines: readonly (readonly string[])[],
  left: readonly number[],
): string {
  const rules = headings.map((_, index) => (left.includes(index) ? '---' : '--:'))
  return [headings, rules, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** The end of a text, as it can stand in a cell. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '/').trim().slice(-120)
}
