/** A value of a result; what JavaScript cannot hold exactly stays the text that Athena prints. */
export type AthenaValue = null | boolean | number | bigint | string

/** Reads what Athena prints of a value of a type; nothing printed is NULL. */
export function valueOf(type: string, text: string | undefined): AthenaValue {
  if (text === undefined) return null
  switch (type) {
    case 'boolean':
      return text === 'true'
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'float':
    case 'double':
      return Number(text)
    case 'bigint':
      return BigInt(text)
    default:
      return text
  }
}
