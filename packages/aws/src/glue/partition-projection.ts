import { LoadError, partitionFolder, type TableVersion } from '@carmilla/load'

/** Longest value of a parameter. */
const MOST_PARAMETER_CHARACTERS = 512_000

/**
 * Parameters by which Athena finds the partitions of a version in the table itself, so that they all change
 * with it, in one call.
 *
 * @throws {LoadError} `schema_invalid` for values that a projection cannot say.
 * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function projectionOf(version: TableVersion, uri: string): Record<string, string> {
  const { partitionKeys: keys, location } = version
  if (keys.length === 0) return {}
  const parameters: Record<string, string> = { 'projection.enabled': 'true' }
  for (const [index, key] of keys.entries()) {
    const values = [...new Set(version.files.map((file) => file.partition[index] ?? null))]
    for (const value of values) checkValue(version.table, key, value)
    const name = key.toLowerCase()
    const list = values
      .filter((value) => value !== null)
      .toSorted()
      .join(',')
    if (list.length > MOST_PARAMETER_CHARACTERS) {
      throw unprojectable(version.table, key, `its ${values.length} values are too long for Glue`)
    }
    parameters[`projection.${name}.type`] = 'enum'
    parameters[`projection.${name}.values`] = list
  }
  const folders = keys.map(
    (key) => `${partitionFolder([key], ['x']).slice(0, -2)}\${${key.toLowerCase()}}/`,
  )
  return { ...parameters, 'storage.location.template': `${uri}/${location}${folders.join('')}` }
}

function checkValue(table: string, key: string, value: string | null): void {
  if (value === null) throw unprojectable(table, key, 'it has NULLs')
  // A list is cut at its commas and has no blanks around them, and a template has no escapes.
  const isPlain = value === value.trim() && !value.includes(',')
  if (isPlain && partitionFolder(['x'], [value]) === `x=${value}/`) return
  throw unprojectable(table, key, `the value ${JSON.stringify(value)} cannot be listed`)
}

function unprojectable(table: string, key: string, reason: string): LoadError {
  return new LoadError(
    'schema_invalid',
    `table \`${table}\` partition key \`${key}\`: no projection, for ${reason}; map it to another value, or set glue.partitions to 'registered'`,
    { context: { table, key } },
  )
}
