import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { DelayedLink } from '../src/link/delayed-link.ts'

const PIECES = 200
const PIECE_BYTES = 64 * 1024

test('a round trip takes its time, and many pieces are on their way at once', async () => {
  const server = createServer((socket) => {
    socket.once('data', () => {
      for (let piece = 0; piece < PIECES; piece++) socket.write(Buffer.alloc(PIECE_BYTES, piece))
      socket.end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  await using link = await DelayedLink.to(`postgres://127.0.0.1:${port}/db`, 40)

  const url = new URL(link.through(`postgres://127.0.0.1:${port}/db`))
  const socket = connect(Number(url.port), url.hostname)
  const began = performance.now()
  let firstMs = 0
  const got: Buffer[] = []
  socket.on('data', (piece: Buffer) => {
    if (firstMs === 0) firstMs = performance.now() - began
    got.push(piece)
  })
  socket.write('go')
  await once(socket, 'end')
  const allMs = performance.now() - began
  server.close()

  expect(firstMs).toBeGreaterThanOrEqual(38)
  // One piece a half round trip would take four seconds.
  expect(allMs).toBeLessThan(2000)
  const bytes = Buffer.concat(got)
  expect(bytes.length).toBe(PIECES * PIECE_BYTES)
  const inOrder = Buffer.concat(
    Array.from({ length: PIECES }, (_, at) => Buffer.alloc(PIECE_BYTES, at)),
  )
  expect(bytes.equals(inOrder)).toBe(true)
})
