import type { ObjectWriter, Sink } from '@carmilla/load'

/** A sink that tells how many bytes were written through it, while they are written. */
export function countedSink(sink: Sink, count: (bytes: number) => void): Sink {
  return {
    uri: sink.uri,
    create: async (key) => countedWriter(await sink.create(key), count),
    stat: (key) => sink.stat(key),
    read: (key, offsetBytes, lengthBytes) => sink.read(key, offsetBytes, lengthBytes),
    list: (prefix) => sink.list(prefix),
    delete: (keys) => sink.delete(keys),
  }
}

function countedWriter(writer: ObjectWriter, count: (bytes: number) => void): ObjectWriter {
  return {
    write: async (bytes) => {
      await writer.write(bytes)
      count(bytes.length)
    },
    close: () => writer.close(),
    abort: () => writer.abort(),
    [Symbol.asyncDispose]: () => writer[Symbol.asyncDispose](),
  }
}
