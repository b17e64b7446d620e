import type { EnumDescriptor } from '@carmilla/extract'

/** Says what has changed in the labels of enums that were and are in use. */
export function enumChanges(
  before: readonly EnumDescriptor[],
  after: readonly EnumDescriptor[],
): readonly string[] {
  const afterByName = new Map(after.map((type) => [type.name, type.labels]))
  const beforeNames = new Set(before.map((type) => type.name))
  return [
    ...before.flatMap(({ name, labels }) => {
      const now = afterByName.get(name)
      return now === undefined ? [`enum ${name}: no longer used`] : labelChanges(name, labels, now)
    }),
    ...after.filter((type) => !beforeNames.has(type.name)).map(({ name }) => `enum ${name}: added`),
  ]
}

function labelChanges(
  name: string,
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  const dropped = before.filter((label) => !after.includes(label))
  const added = after.filter((label) => !before.includes(label))
  const keptBefore = before.filter((label) => after.includes(label))
  const keptAfter = after.filter((label) => before.includes(label))
  const isReordered = keptBefore.some((label, index) => label !== keptAfter[index])
  return [
    ...dropped.map((label) => `enum ${name}: label '${label}' dropped`),
    ...added.map((label) => `enum ${name}: label '${label}' added`),
    ...(isReordered ? [`enum ${name}: labels in another order`] : []),
  ]
}
