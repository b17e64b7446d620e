import { enableCompileCache } from 'node:module'
import { parentPort } from 'node:worker_threads'
import type { FromWorker, ToWorker } from './thread-messages.ts'

// The entry of a worker thread; as in main.ts, before anything else is loaded.
enableCompileCache()
const { shardBuffers } = await import('@carmilla/load')
const { readShard } = await import('./read-shard.ts')
const { serialError, ThreadError } = await import('./serial-error.ts')

type Order = Extract<ToWorker, { readonly kind: 'read' }>['order']

/** Milliseconds between two tellings of how far it is. */
const TELL_INTERVAL_MS = 100

const port = parentPort
if (port === null) throw new TypeError('expected to be a worker thread')

/** Waiting announcements, by their numbers. */
const announcements = new Map<number, PromiseWithResolvers<void>>()
let announced = 0
let aborting = new AbortController()

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'read':
      void read(message.order)
      return
    case 'abort':
      aborting.abort()
      return
    case 'journaled':
      answered(message.announcement).resolve()
      return
    case 'refused':
      answered(message.announcement).reject(new ThreadError(message.error))
      return
    default:
      throw new TypeError(`unknown message ${JSON.stringify(message satisfies never)}`)
  }
})

async function read(order: Order): Promise<void> {
  aborting = new AbortController()
  let toldAtMs = 0
  try {
    const done = await readShard(order, {
      signal: aborting.signal,
      announce: (keys) => {
        const announcement = announced++
        const answer = Promise.withResolvers<void>()
        announcements.set(announcement, answer)
        tell({ kind: 'announce', announcement, keys })
        return answer.promise
      },
      advanced: (progress) => {
        const nowMs = performance.now()
        if (nowMs - toldAtMs < TELL_INTERVAL_MS) return
        toldAtMs = nowMs
        tell({ kind: 'advanced', progress })
      },
      // A run that has a pace keeps its readers in one thread.
      paced: (connection) => connection,
      measured: (sessions) => tell({ kind: 'measured', sessions }),
    })
    tell({ kind: 'done', read: done }, shardBuffers(done.written))
  } catch (error) {
    tell({ kind: 'failed', error: serialError(error) })
  }
}

function answered(announcement: number): PromiseWithResolvers<void> {
  const answer = announcements.get(announcement)
  if (answer === undefined) throw new TypeError(`no announcement ${announcement}`)
  announcements.delete(announcement)
  return answer
}

function tell(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer)
}
