const UNIT_BYTES: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
}

/** Bytes of `8192B`, `512KB`, `32MB`, `1.5GB`, as Postgres counts them; `undefined` for anything else. */
export function parseBytes(text: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?B)$/i.exec(text) ?? []
  const bytes = Math.round(Number(digits) * (UNIT_BYTES[unit?.toUpperCase() ?? ''] ?? Number.NaN))
  return Number.isSafeInteger(bytes) && bytes >= 1 ? bytes : undefined
}
