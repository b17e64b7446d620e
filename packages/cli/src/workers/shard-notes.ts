import type { ReadNote, Task } from '@carmilla/transform'

/**
 * The notes of all shards of a task, by column and reason. Those of its lookups are the same in every
 * shard, as each loads them all; they count once.
 */
export function mergedNotes(
  task: Pick<Task, 'lookups' | 'schema'>,
  shards: readonly (readonly ReadNote[])[],
): readonly ReadNote[] {
  const merged = new Map<string, ReadNote>()
  for (const note of shards.flat()) {
    const key = JSON.stringify({ ...note, count: 0 })
    const before = merged.get(key)?.count ?? 0
    const count = isOfLookup(task, note.column) ? Math.max(before, note.count) : before + note.count
    merged.set(key, { ...note, count })
  }
  return [...merged.values()]
}

/** Notes of a lookup's column begin with its name. */
function isOfLookup(
  { lookups, schema }: Pick<Task, 'lookups' | 'schema'>,
  column: string,
): boolean {
  if (schema.some(({ name }) => name === column)) return false
  return lookups.some((lookup) => column.startsWith(`${lookup}.`))
}
