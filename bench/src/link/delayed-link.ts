import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** Bytes that may be on their way in one direction: a window that 5 ms leave enough of for 800 MB/s. */
const WINDOW_BYTES = 4 * 1024 * 1024

/**
 * A TCP proxy on 127.0.0.1 whose every byte arrives a fixed time later, like a long cable: many pieces are on
 * their way at once, so the throughput stays that of the target up to a window of 4 MiB.
 */
export class DelayedLink implements AsyncDisposable {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server) {
    this.#server = server
  }

  /** Starts a link to the host and port of a URL; a round trip takes `roundTripMs` longer over it. */
  static async to(targetUrl: string, roundTripMs: number): Promise<DelayedLink> {
    const { hostname: host, port } = new URL(targetUrl)
    const server = createServer({ noDelay: true })
    const link = new DelayedLink(server)
    server.on('connection', (client) => {
      const target = connect({ host, port: Number(port), noDelay: true })
      link.#join(client, target, roundTripMs / 2)
      link.#join(target, client, roundTripMs / 2)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return link
  }

  /** Gives `url` with this link in place of its host and port. */
  through(url: string): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('link: not listening')
    const changed = new URL(url)
    changed.hostname = address.address
    changed.port = String(address.port)
    return changed.href
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(from: Socket, to: Socket, delayMs: number): void {
    this.#sockets.add(from)
    let onItsWayBytes = 0
    from.on('data', (piece: Buffer) => {
      onItsWayBytes += piece.length
      if (onItsWayBytes >= WINDOW_BYTES) from.pause()
      later(delayMs, () => {
        const arrived = () => {
          onItsWayBytes -= piece.length
          if (onItsWayBytes < WINDOW_BYTES) from.resume()
        }
        if (to.writable) to.write(piece, arrived)
      })
    })
    from.on('end', () => later(delayMs, () => to.end()))
    from.on('error', () => to.destroy())
    from.on('close', () => this.#sockets.delete(from))
  }
}

/** Timers of one delay fire in the order in which they were set, so the bytes stay in order. */
function later(delayMs: number, then: () => void): void {
  setTimeout(then, delayMs)
}
