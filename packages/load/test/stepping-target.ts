import type { Catalog, ObjectWriter, Sink, Target } from '../src/index.ts'

/**
 * A target that calls `step` after every call of another that changes something, so that a test can
 * stop a program in each state that the protocol passes through.
 */
export function steppingTarget(target: Target, step: (name: string) => void): Target {
  async function around<Result>(name: string, call: () => Promise<Result>): Promise<Result> {
    const result = await call()
    step(`after ${name}`)
    return result
  }

  function steppingWriter(key: string, writer: ObjectWriter): ObjectWriter {
    return {
      write: (bytes) => writer.write(bytes),
      close: () => around(`close ${key}`, () => writer.close()),
      abort: () => writer.abort(),
      [Symbol.asyncDispose]: () => writer[Symbol.asyncDispose](),
    }
  }

  const sink: Sink = {
    uri: target.sink.uri,
    create: async (key) =>
      steppingWriter(key, await around(`create ${key}`, () => target.sink.create(key))),
    stat: (key) => target.sink.stat(key),
    read: (key, offsetBytes, lengthBytes) => target.sink.read(key, offsetBytes, lengthBytes),
    list: (prefix) => target.sink.list(prefix),
    delete: async (keys) => {
      for (const key of keys) {
        await around(`delete ${key}`, () => target.sink.delete([key]))
      }
    },
  }
  const catalog: Catalog = {
    current: (table) => target.catalog.current(table),
    versions: (table) => target.catalog.versions(table),
    tables: () => target.catalog.tables(),
    commit: (next) => around('commit', () => target.catalog.commit(next)),
    forget: async (table, versions) => {
      for (const version of versions) {
        await around(`forget ${version}`, () => target.catalog.forget(table, [version]))
      }
    },
  }
  return { sink, catalog }
}

/** A target whose commit is another one. */
export function withCommit(target: Target, commit: Catalog['commit']): Target {
  const { catalog } = target
  return {
    sink: target.sink,
    catalog: {
      current: (table) => catalog.current(table),
      versions: (table) => catalog.versions(table),
      tables: () => catalog.tables(),
      forget: (table, versions) => catalog.forget(table, versions),
      commit,
    },
  }
}
