import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { FaultProxy } from './support/index.ts'

const echo = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {})
  socket.pipe(socket)
})
let proxy: FaultProxy

beforeAll(async () => {
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
})
afterAll(() => {
  echo.close()
})
beforeEach(async () => {
  const address = echo.address()
  proxy = await FaultProxy.to(`tcp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
})
afterEach(() => proxy.close())

function open(): Socket {
  const { hostname, port } = new URL(proxy.through('tcp://127.0.0.1:1'))
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => {})
  return socket
}

/** Waits for the end of a connection; tells whether it was a reset. */
function wasReset(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('close', resolve)
  })
}

async function received(socket: Socket): Promise<string> {
  let text = ''
  socket.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  await wasReset(socket)
  return text
}

test('passes bytes both ways and ends when both sides have', async () => {
  const socket = open()
  socket.end('hello')
  expect(await received(socket)).toBe('hello')
})

test('passes on more than the socket buffers hold', async () => {
  const megabytes = 16
  const text = 'x'.repeat(megabytes * 1024 * 1024)
  const socket = open()
  socket.end(text)
  expect((await received(socket)).length).toBe(text.length)
})

test('holds every piece back for the latency', async () => {
  proxy.set({ latencyMs: 50 })
  const start = performance.now()
  const socket = open()
  socket.end('hello')
  expect(await received(socket)).toBe('hello')
  expect(performance.now() - start).toBeGreaterThan(95)
})

test('cuts the connection at the byte it was told', async () => {
  proxy.set({ cutAfterBytes: 3 })
  const socket = open()
  socket.write('hello')
  const reset = wasReset(socket)
  expect('hel').toContain(await received(socket))
  expect(await reset).toBe(true)
})

test('holds data back in a blackhole and passes it on when healed', async () => {
  proxy.set({ blackhole: true })
  const socket = open()
  let text = ''
  socket.on('data', (piece) => {
    text += piece.toString()
  })
  socket.end('hello')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(text).toBe('')
  proxy.set({})
  await once(socket, 'close')
  expect(text).toBe('hello')
})

test('refuses new connections', async () => {
  proxy.set({ refuse: true })
  expect(await wasReset(open())).toBe(true)
})

test('resets the connections that are open', async () => {
  const socket = open()
  socket.write('x')
  await once(socket, 'data')
  expect(proxy.connections).toBe(1)
  proxy.resetAll()
  expect(await wasReset(socket)).toBe(true)
  expect(proxy.connections).toBe(0)
})
