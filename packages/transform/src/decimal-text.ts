import { type Decimal, shownText } from '@carmilla/extract'

/** A decimal whose denominator is a power of ten, as those from Postgres are, as Postgres prints it. */
export function decimalText({ numerator, denominator }: Decimal): string {
  return unscaledText(numerator, String(denominator).length - 1)
}

/** `unscaled * 10 ** -scale` with all its digits; cut when they are too many for a message. */
export function unscaledText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const point = digits.length - scale
  const sign = unscaled < 0n ? '-' : ''
  return shownText(
    scale === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`,
  )
}
