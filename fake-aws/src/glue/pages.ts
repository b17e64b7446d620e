import type { JsonObject } from '../json-fields.ts'

/** A part of a list: from where `NextToken` says, and at most `MaxResults`. */
export function pageOf<Item>(
  all: readonly Item[],
  input: JsonObject,
  most: number,
): { readonly items: readonly Item[]; readonly token: string | undefined } {
  const { NextToken: token, MaxResults: wanted } = input
  const start = typeof token === 'string' ? Number(token) : 0
  const count = typeof wanted === 'number' ? Math.min(wanted, most) : most
  const end = start + count
  return { items: all.slice(start, end), token: end < all.length ? String(end) : undefined }
}
