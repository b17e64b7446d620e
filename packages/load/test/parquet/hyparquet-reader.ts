import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { RecordSchema, RecordType } from '@carmilla/transform'
import type { TestRows } from './parquet-file.ts'
import { TestMap, type TestValue } from './vectors.ts'

/** Reads Parquet files with hyparquet, in a process of its own. */
export class HyparquetReader implements Disposable {
  readonly #child: ChildProcess = fork(new URL('hyparquet-child.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
  })

  /** All rows of a file, in order. */
  async rows(path: string, schema: RecordSchema): Promise<TestRows> {
    const rows = await this.#ask({ path })
    return rows.map((row) => schema.map(({ type }, column) => testValueOf(type, row[column])))
  }

  /** Rows whose column `c` equals `value`, found with the help of all bounds and page indexes. */
  async find(path: string, value: TestValue): Promise<readonly (readonly unknown[])[]> {
    return await this.#ask({ path, equals: value })
  }

  async #ask(request: {
    readonly path: string
    readonly equals?: TestValue
  }): Promise<readonly (readonly unknown[])[]> {
    const settled = new AbortController()
    const { signal } = settled
    this.#child.send(request)
    const [answer]: unknown[] = await Promise.race([
      once(this.#child, 'message', { signal }),
      once(this.#child, 'exit', { signal }).then(() => [{ error: 'hyparquet crashed' }]),
    ]).finally(() => settled.abort())
    if (!isAnswer(answer)) throw new Error('hyparquet gave no answer')
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.rows ?? []
  }

  [Symbol.dispose](): void {
    this.#child.kill()
  }
}

interface Answer {
  readonly error?: string
  readonly rows?: readonly (readonly unknown[])[]
}

function isAnswer(answer: unknown): answer is Answer {
  return typeof answer === 'object' && answer !== null
}

function testValueOf(type: RecordType, stored: unknown): TestValue {
  if (stored === null || stored === undefined) return null
  if (type.kind === 'list') {
    if (Array.isArray(stored)) return stored.map((item) => testValueOf(type.element, item))
    throw new TypeError('hyparquet gave no list')
  }
  if (type.kind === 'struct') {
    return Object.fromEntries(
      type.fields.map((field) => [
        field.name,
        testValueOf(field.type, propertiesOf(stored).get(field.name)),
      ]),
    )
  }
  if (type.kind === 'map') {
    return new TestMap(
      [...propertiesOf(stored)].map(([key, value]) => [key, testValueOf(type.value, value)]),
    )
  }
  if (stored instanceof Uint8Array) {
    if (type.kind === 'binary' || type.kind === 'uuidBytes') return Uint8Array.from(stored)
    if (type.kind === 'decimal') return signedOf(stored)
    return Buffer.from(stored).toString('utf8')
  }
  if (type.kind === 'decimal' && typeof stored === 'number') return BigInt(stored)
  if (typeof stored === 'number' || typeof stored === 'bigint' || typeof stored === 'boolean') {
    return stored
  }
  throw new TypeError(`hyparquet gave a ${typeof stored}`)
}

function propertiesOf(stored: unknown): ReadonlyMap<string, unknown> {
  if (typeof stored === 'object' && stored !== null) return new Map(Object.entries(stored))
  throw new TypeError('hyparquet gave no object')
}

function signedOf(bytes: Uint8Array): bigint {
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`))
}
