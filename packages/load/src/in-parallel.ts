/** Calls in flight at once against a sink: hides latency, stays far below what S3 throttles. */
export const SINK_CALLS = 16

/** Runs `action` on every item, `limit` at a time; stops at the first failure. */
export async function inParallel<Item>(
  items: readonly Item[],
  limit: number,
  action: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  async function work(): Promise<void> {
    for (const item of queue) {
      await action(item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work))
}
