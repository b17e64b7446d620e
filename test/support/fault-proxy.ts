import { EventEmitter, once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** What is wrong with the network; everything is optional, and nothing means all is well. */
export interface Faults {
  /** Milliseconds that every piece of data is held back, in each direction. */
  readonly latencyMs?: number
  /** Reset a connection once the target has sent this many bytes over it; the client gets no more. */
  readonly cutAfterBytes?: number
  /** Hold all data back until the faults change; connections stay open. */
  readonly blackhole?: boolean
  /** Reset new connections as soon as they are made. */
  readonly refuse?: boolean
}

/** A TCP proxy on 127.0.0.1 that passes bytes on to a target, with the faults it is told to have. */
export class FaultProxy implements AsyncDisposable {
  readonly #server: Server
  readonly #target: { readonly host: string; readonly port: number }
  readonly #sockets = new Set<Socket>()
  readonly #changes = new EventEmitter().setMaxListeners(0)
  #faults: Faults = {}
  #sentBytes = 0

  private constructor(server: Server, target: { readonly host: string; readonly port: number }) {
    this.#server = server
    this.#target = target
    server.on('connection', (client) => this.#accept(client))
  }

  /** Starts a proxy to the host and port of a URL. */
  static async to(targetUrl: string): Promise<FaultProxy> {
    const { hostname, port } = new URL(targetUrl)
    const server = createServer({ allowHalfOpen: true, noDelay: true })
    const proxy = new FaultProxy(server, { host: hostname, port: Number(port) })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return proxy
  }

  /** Gives `url` with this proxy in place of its host and port. */
  through(url: string): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('proxy: not listening')
    const changed = new URL(url)
    changed.hostname = address.address
    changed.port = String(address.port)
    return changed.href
  }

  /** Replaces the faults, for open connections too; `{}` heals the network. */
  set(faults: Faults): void {
    this.#faults = faults
    this.#changes.emit('change')
  }

  /** Number of connections that are open. */
  get connections(): number {
    return this.#sockets.size
  }

  /** Bytes that the target has sent to all clients so far. */
  get sentBytes(): number {
    return this.#sentBytes
  }

  /** Resets every open connection; new ones are as the faults say. */
  resetAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  /** Resets every connection and stops listening. */
  async close(): Promise<void> {
    this.set({})
    this.resetAll()
    this.#server.close()
    await once(this.#server, 'close')
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #accept(client: Socket): void {
    // A reset by either side is what this class is for, not an error of its own.
    client.on('error', () => {})
    if (this.#faults.refuse === true) {
      client.resetAndDestroy()
      return
    }
    const target = connect({ ...this.#target, allowHalfOpen: true, noDelay: true })
    const reset = () => {
      client.resetAndDestroy()
      target.resetAndDestroy()
    }
    this.#sockets.add(client)
    client.once('close', () => this.#sockets.delete(client))
    const up = pipeline(client, (pieces: AsyncIterable<Buffer>) => this.#delayed(pieces), target)
    const down = pipeline(
      target,
      (pieces: AsyncIterable<Buffer>) => this.#counted(pieces, reset),
      client,
    )
    up.catch(reset)
    down.catch(reset)
  }

  async *#delayed(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      while (this.#faults.blackhole === true) await once(this.#changes, 'change')
      const { latencyMs } = this.#faults
      if (latencyMs !== undefined) await sleep(latencyMs)
      yield piece
    }
  }

  async *#counted(pieces: AsyncIterable<Buffer>, reset: () => void): AsyncGenerator<Buffer> {
    let sentBytes = 0
    for await (const piece of this.#delayed(pieces)) {
      const leftBytes = (this.#faults.cutAfterBytes ?? Infinity) - sentBytes
      if (piece.length >= leftBytes) {
        this.#sentBytes += leftBytes
        yield piece.subarray(0, leftBytes)
        // Not a throw: the pipeline would close the connection in good order.
        reset()
        return
      }
      sentBytes += piece.length
      this.#sentBytes += piece.length
      yield piece
    }
  }
}
