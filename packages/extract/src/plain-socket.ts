import { Socket } from 'node:net'
import { Receiver } from './receiver.ts'

/**
 * Makes a socket without TLS that reads straight into the memory of its receiver, for pg to
 * connect. Whatever is not a row of a streamed result reaches pg as a `data` event.
 */
export function plainSocket(): { readonly socket: Socket; readonly receiver: Receiver } {
  const receiver = new Receiver((message) => socket.emit('data', message))
  const socket = new Socket({
    onread: {
      buffer: () => receiver.space(),
      callback: (byteCount) => {
        try {
          return receiver.received(byteCount)
        } catch (error) {
          socket.destroy(error instanceof Error ? error : new Error(String(error)))
          return false
        }
      },
    },
  })
  receiver.attach(socket)
  return { socket, receiver }
}
