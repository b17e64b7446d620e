/** What is wrong with `aws` of the configuration, as far as the call of a service would not say it. */
export function awsFault(aws: unknown): string | undefined {
  if (aws === undefined) return undefined
  if (!isObject(aws)) return '`aws`: expected settings such as `{ region: ... }`'
  const unknown = Object.keys(aws).find((key) => !KNOWN_KEYS.includes(key))
  if (unknown !== undefined) {
    return `\`aws.${unknown}\`: no such setting; known are ${KNOWN_KEYS.join(', ')}`
  }
  const { glue } = aws
  if (glue === undefined) return undefined
  if (!isObject(glue) || typeof glue['database'] !== 'string' || glue['database'] === '') {
    return '`aws.glue.database`: expected the name of a database'
  }
  const { partitions } = glue
  if (partitions === undefined || partitions === 'projection' || partitions === 'registered') {
    return undefined
  }
  return '`aws.glue.partitions`: expected projection or registered'
}

const KNOWN_KEYS: readonly string[] = [
  'region',
  'profile',
  'role',
  'endpoint',
  'checksums',
  's3',
  'glue',
  'athena',
]

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
