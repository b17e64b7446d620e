import { createRequire } from 'node:module'
import type stringWidth from 'string-width'

/** Characters of one column each: printable ASCII, and what tables are drawn with. */
const NARROW = /^[\u{20}-\u{7E}…↵→·─]*$/u

let widthOfAny: typeof stringWidth | undefined

/**
 * Columns that a text takes on a terminal. The tables of Unicode are built for the first text that
 * needs them, and most calls print none such.
 */
export function textWidth(text: string): number {
  if (NARROW.test(text)) return text.length
  widthOfAny ??= loadStringWidth()
  return widthOfAny(text)
}

function loadStringWidth(): typeof stringWidth {
  const require = createRequire(import.meta.url)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `import` would be typed as
  return (require('string-width') as typeof import('string-width')).default
}
