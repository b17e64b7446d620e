import { AwsError } from './aws-error.ts'

/** A JSON object whose fields are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @throws {AwsError} `SerializationException` */
export function objectField(parent: JsonObject, name: string): JsonObject {
  const value = parent[name]
  if (isJsonObject(value)) return value
  throw new AwsError(400, 'SerializationException', `${name} is not a structure.`)
}

/** @throws {AwsError} `SerializationException` */
export function textField(parent: JsonObject, name: string): string {
  const value = parent[name]
  if (typeof value === 'string') return value
  throw new AwsError(400, 'SerializationException', `${name} is not a string.`)
}

export function optionalText(parent: JsonObject, name: string): string | undefined {
  const value = parent[name]
  return typeof value === 'string' ? value : undefined
}

export function listField(parent: JsonObject, name: string): readonly unknown[] {
  const value = parent[name]
  return Array.isArray(value) ? value : []
}

export function objectsField(parent: JsonObject, name: string): readonly JsonObject[] {
  return listField(parent, name).filter(isJsonObject)
}

export function textsField(parent: JsonObject, name: string): readonly string[] {
  return listField(parent, name).filter((value) => typeof value === 'string')
}
