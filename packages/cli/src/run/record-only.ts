import type { Connection } from '@carmilla/extract'

/**
 * A connection on which every query has its columns and no rows: what opens on it compares its
 * record and its lookups with the database, and reads nothing.
 */
export function recordOnly(connection: Connection): Connection {
  return {
    backendPid: connection.backendPid,
    describe: (query) => connection.describe(query),
    batches: noBatches,
    close: () => connection.close(),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}

async function* noBatches(): AsyncGenerator<never> {}
