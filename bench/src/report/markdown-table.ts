/** A table of Markdown: `left` columns are texts, all others figures. */
export function markdownTable(
  headings: readonly string[],
  lines: readonly (readonly string[])[],
  left: readonly number[],
): string {
  const rules = headings.map((_, index) => (left.includes(index) ? '---' : '--:'))
  return [headings, rules, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
