import { AwsError } from '../aws-error.ts'
import { objectsField, optionalText, type JsonObject, isJsonObject } from '../json-fields.ts'
import type { GlueTable } from '../glue/tables.ts'
import type { Buckets } from '../s3/buckets.ts'

/** Files that have the same values of the partition keys. */
export interface PartitionFiles {
  readonly values: readonly (string | null)[]
  readonly files: readonly string[]
}

const HIVE_NULL = '__HIVE_DEFAULT_PARTITION__'

/** The files of a table as Athena finds them: by its location, its projection, or its partitions. */
export function filesOf(table: GlueTable, buckets: Buckets): readonly PartitionFiles[] {
  const { Parameters: given, StorageDescriptor: storage } = table.input
  const parameters = isJsonObject(given) ? given : {}
  const keys = objectsField(table.input, 'PartitionKeys').map(
    (key) => optionalText(key, 'Name') ?? '',
  )
  if (keys.length === 0) return [{ values: [], files: filesBelow(locationOf(storage), buckets) }]
  const places =
    parameters['projection.enabled'] === 'true'
      ? projectedPlaces(keys, parameters)
      : [...table.partitions.values()].map((partition) => ({
          values: valuesOf(partition),
          location: locationOf(partition['StorageDescriptor']),
        }))
  return places.map(({ values, location }) => ({ values, files: filesBelow(location, buckets) }))
}

/** Every combination of the values that the parameters list. */
function projectedPlaces(
  keys: readonly string[],
  parameters: JsonObject,
): readonly { readonly values: readonly string[]; readonly location: string }[] {
  const template = String(parameters['storage.location.template'])
  let places = [{ values: new Array<string>(), location: template }]
  for (const key of keys) {
    const listed = String(parameters[`projection.${key}.values`]).split(',')
    places = places.flatMap(({ values, location }) =>
      listed.map((value) => ({
        values: [...values, value.trim()],
        location: location.replaceAll(`\${${key}}`, value.trim()),
      })),
    )
  }
  return places
}

/** Objects below a location; names that begin with `_` or `.` are not data. */
function filesBelow(location: string, buckets: Buckets): readonly string[] {
  const [, name, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(location) ?? []
  if (name === undefined || prefix === undefined) {
    throw new AwsError(400, 'InvalidRequestException', `no location of S3: ${location}`)
  }
  return [...buckets.get(name).objects]
    .filter(([key]) => key.startsWith(prefix))
    .filter(([key]) => !/(^|\/)[_.][^/]*$/.test(key.slice(prefix.length)))
    .map(([, object]) => object.file)
}

function locationOf(storage: unknown): string {
  return isJsonObject(storage) ? (optionalText(storage, 'Location') ?? '') : ''
}

function valuesOf(partition: JsonObject): readonly (string | null)[] {
  const { Values: values } = partition
  if (!Array.isArray(values)) return []
  return values.map((value) => (value === HIVE_NULL ? null : String(value)))
}
