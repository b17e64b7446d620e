import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Row } from './rows.ts'

interface Answer {
  readonly rows?: readonly Row[]
  readonly error?: string
}

/** hyparquet in a process of its own: a reader in JavaScript that shares no code with the writer. */
export class Hyparquet implements Disposable {
  readonly #child: ChildProcess = fork(new URL('hyparquet-child.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
  })

  /** All rows of the files, each value as its text. Partition keys are not in the files. */
  async rows(paths: readonly string[]): Promise<readonly Row[]> {
    const rows: Row[] = []
    for (const path of paths) {
      for (const row of await this.#read(path)) rows.push(row)
    }
    return rows
  }

  async #read(path: string): Promise<readonly Row[]> {
    const settled = new AbortController()
    const { signal } = settled
    this.#child.send(path)
    const [answer]: Answer[] = await Promise.race([
      once(this.#child, 'message', { signal }),
      once(this.#child, 'exit', { signal }).then((): Answer[] => [{ error: 'it crashed' }]),
    ]).finally(() => settled.abort())
    if (answer?.rows === undefined) throw new Error(`hyparquet, ${path}: ${answer?.error}`)
    return answer.rows
  }

  [Symbol.dispose](): void {
    this.#child.kill()
  }
}
