import type { ScalarTypeName } from './result-column.ts'

/** Types of extensions that have a decoder, by the extension's name. */
const EXTENSION_TYPES: ReadonlyMap<string, readonly ScalarTypeName[]> = new Map<
  string,
  readonly ScalarTypeName[]
>([
  ['vector', ['vector', 'halfvec']],
  ['postgis', ['geometry', 'geography']],
])

/**
 * The name of a type that an extension brought and that has a decoder, whatever schema it is in. A type
 * that somebody else made under the same name is none of them.
 *
 * @param extension - the extension that the type belongs to
 */
export function extensionType(extension: string, name: string): ScalarTypeName | undefined {
  return EXTENSION_TYPES.get(extension)?.find((known) => known === name)
}
