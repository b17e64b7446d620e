import { AwsError } from '../aws-error.ts'
import { type JsonObject, objectsField, optionalText } from '../json-fields.ts'

/**
 * What Glue refuses.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_TableInput.html
 */
const TABLE_FIELDS: ReadonlySet<string> = new Set([
  'Description',
  'LastAccessTime',
  'LastAnalyzedTime',
  'Name',
  'Owner',
  'Parameters',
  'PartitionKeys',
  'Retention',
  'StorageDescriptor',
  'TableType',
  'TargetTable',
  'ViewDefinition',
  'ViewExpandedText',
  'ViewOriginalText',
])

const MOST_NAME_CHARACTERS = 255
const MOST_COMMENT_CHARACTERS = 255
const MOST_TYPE_CHARACTERS = 131_072
const MOST_PARAMETER_CHARACTERS = 512_000

/** @throws {AwsError} `SerializationException`, `InvalidInputException` */
export function checkTableInput(input: JsonObject): void {
  for (const name of Object.keys(input)) {
    if (!TABLE_FIELDS.has(name)) {
      throw new AwsError(400, 'SerializationException', `TableInput has no field ${name}.`)
    }
  }
  checkName(optionalText(input, 'Name') ?? '')
  const { StorageDescriptor: storage, Parameters: parameters } = input
  const columns = isObject(storage) ? objectsField(storage, 'Columns') : []
  const names = new Set<string>()
  for (const column of [...columns, ...objectsField(input, 'PartitionKeys')]) {
    const name = optionalText(column, 'Name') ?? ''
    checkName(name)
    if (names.has(name.toLowerCase())) throw invalid(`Duplicate column name ${name}.`)
    names.add(name.toLowerCase())
    checkLength(optionalText(column, 'Comment'), MOST_COMMENT_CHARACTERS, 'comment')
    checkLength(optionalText(column, 'Type'), MOST_TYPE_CHARACTERS, 'type')
  }
  if (!isObject(parameters)) return
  for (const [name, value] of Object.entries(parameters)) {
    checkName(name)
    if (typeof value !== 'string') throw invalid(`Parameter ${name} is not a string.`)
    checkLength(value, MOST_PARAMETER_CHARACTERS, 'parameter')
  }
}

/** @throws {AwsError} `InvalidInputException` */
export function checkName(name: string): void {
  if (name === '') throw invalid('A name is empty.')
  checkLength(name, MOST_NAME_CHARACTERS, 'name')
}

/** @throws {AwsError} `ValidationException` */
export function checkBatch(name: string, items: readonly unknown[], most: number): void {
  if (items.length <= most) return
  throw new AwsError(
    400,
    'ValidationException',
    `Value at '${name}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
  )
}

export function notFound(what: string): AwsError {
  return new AwsError(400, 'EntityNotFoundException', `${what} not found.`)
}

export function alreadyExists(what: string): AwsError {
  return new AwsError(400, 'AlreadyExistsException', `${what} already exists.`)
}

export function invalid(message: string): AwsError {
  return new AwsError(400, 'InvalidInputException', message)
}

function checkLength(text: string | undefined, most: number, what: string): void {
  if (text !== undefined && text.length > most) {
    throw invalid(`The ${what} has more than ${most} characters.`)
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null
}
