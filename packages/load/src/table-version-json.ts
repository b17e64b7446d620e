import type { RecordField, RecordType } from '@carmilla/transform'
import type { PublishedFile, TableVersion } from './catalog.ts'
import { asArray, asBoolean, asCount, asObject, asString, asStringOrNull } from './json-fields.ts'

/** Text of a version, as the local catalog keeps it. */
export function formatTableVersion(version: TableVersion): string {
  return `${JSON.stringify(version)}\n`
}

/**
 * Reads the text of a version, believing nothing.
 *
 * @throws {Error} that names the field at fault.
 */
export function parseTableVersion(text: string): TableVersion {
  const entry = asObject(JSON.parse(text), 'version')
  return {
    table: asString(entry['table'], 'table'),
    version: asCount(entry['version'], 'version'),
    runId: asString(entry['runId'], 'runId'),
    location: asString(entry['location'], 'location'),
    schema: asArray(entry['schema'], 'schema', parseField),
    partitionKeys: asArray(entry['partitionKeys'], 'partitionKeys', asString),
    files: asArray(entry['files'], 'files', parseFile),
    rows: asCount(entry['rows'], 'rows'),
    bytes: asCount(entry['bytes'], 'bytes'),
    publishedAt: asString(entry['publishedAt'], 'publishedAt'),
    ...(entry['rolledBackTo'] === undefined
      ? {}
      : { rolledBackTo: asCount(entry['rolledBackTo'], 'rolledBackTo') }),
  }
}

function parseFile(value: unknown, what: string): PublishedFile {
  const file = asObject(value, what)
  return {
    key: asString(file['key'], `${what}.key`),
    rows: asCount(file['rows'], `${what}.rows`),
    bytes: asCount(file['bytes'], `${what}.bytes`),
    partition: asArray(file['partition'], `${what}.partition`, asStringOrNull),
  }
}

function parseField(value: unknown, what: string): RecordField {
  const field = asObject(value, what)
  return {
    name: asString(field['name'], `${what}.name`),
    type: parseType(field['type'], `${what}.type`),
    optional: asBoolean(field['optional'], `${what}.optional`),
    ...(field['comment'] === undefined
      ? {}
      : { comment: asString(field['comment'], `${what}.comment`) }),
  }
}

function parseType(value: unknown, what: string): RecordType {
  const type = asObject(value, what)
  const kind = asString(type['kind'], `${what}.kind`)
  switch (kind) {
    case 'bool':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'float32':
    case 'float64':
    case 'text':
    case 'uuid':
    case 'json':
    case 'binary':
    case 'uuidBytes':
    case 'date':
    case 'timeMicros':
      return { kind }
    case 'decimal':
      return {
        kind,
        precision: asCount(type['precision'], `${what}.precision`),
        scale: asCount(type['scale'], `${what}.scale`),
      }
    case 'timestamp':
      return {
        kind,
        unit: parseUnit(type['unit'], `${what}.unit`),
        utc: asBoolean(type['utc'], `${what}.utc`),
      }
    case 'list':
      return { kind, element: parseType(type['element'], `${what}.element`) }
    case 'struct':
      return { kind, fields: asArray(type['fields'], `${what}.fields`, parseField) }
    case 'map':
      return {
        kind,
        key: parseType(type['key'], `${what}.key`),
        value: parseType(type['value'], `${what}.value`),
      }
    default:
      throw new Error(`\`${what}.kind\`: expected a record type, got ${JSON.stringify(kind)}`)
  }
}

function parseUnit(unit: unknown, what: string): 'micros' | 'millis' {
  if (unit === 'micros' || unit === 'millis') return unit
  throw new Error(`\`${what}\`: expected micros or millis`)
}
