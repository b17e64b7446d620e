/**
 * Makes a comment of the database safe inside a doc comment: it cannot end the comment, and a line
 * cannot start a tag (`@deprecated`) or a directive of the compiler (`@ts-ignore`).
 */
export function commentLines(comment: string): readonly string[] {
  return comment
    .trim()
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .map((line) =>
      line
        .replaceAll(/\p{Cc}/gu, ' ')
        .trim()
        .replaceAll('*/', '*\\/')
        .replace(/^[*/]*\s*@/, (start) => start.replace('@', '\\@')),
    )
}

/** Prints a doc comment followed by a line break, or nothing for an empty comment. */
export function docComment(comment: string | undefined, indent = ''): string {
  if (comment === undefined || comment.trim() === '') return ''
  const lines = commentLines(comment)
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`
  const body = lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')
  return `${indent}/**\n${body}\n${indent} */\n`
}
