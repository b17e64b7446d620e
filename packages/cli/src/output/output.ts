import { setImmediate as turn } from 'node:timers/promises'
import { styleText } from 'node:util'
import { type ErrorFacts, factsOf, UNEXPECTED } from '../errors.ts'
import type { Secrets } from './secrets.ts'

/** Width of a line when it is not a terminal that shows it, in columns. */
const FILE_COLUMNS = 400

/** Results go to stdout, everything said about them to stderr; neither ever shows a secret. */
export class Output {
  readonly secrets: Secrets
  /** Whether causes and stacks are shown. */
  verbose = false
  #isRead = true
  #above: ((line: string) => void) | undefined

  constructor(secrets: Secrets) {
    this.secrets = secrets
    // Whoever reads has had enough (`etl query … | head`): that is no failure of ours.
    process.stdout.on('error', (error) => {
      ignoreClosedPipe(error)
      // The stream itself stays writable: Node.js never closes stdout.
      this.#isRead = false
    })
    process.stderr.on('error', ignoreClosedPipe)
  }

  /** Columns of the terminal that shows stdout. */
  get width(): number {
    const columns = process.stdout.columns ?? Number(process.env['COLUMNS'])
    return columns > 0 ? columns : FILE_COLUMNS
  }

  /** Whether progress may be drawn over itself. */
  get draws(): boolean {
    const { NO_COLOR, CI, TERM } = process.env
    const plain = isSet(NO_COLOR) || isSet(CI) || TERM === 'dumb'
    return process.stderr.isTTY && !plain
  }

  /** Prints a line, or several, of the result. */
  result(text: string): void {
    process.stdout.write(`${this.secrets.redact(text)}\n`)
  }

  /**
   * Prints data as it is.
   *
   * Resolves when stdout takes more, so that memory stays bounded when the reader is slow.
   *
   * @returns whether somebody still reads.
   */
  async data(text: string): Promise<boolean> {
    if (!this.#isRead) return false
    // A pipe that closed is reported only after the turn in which it was written to.
    if (process.stdout.write(text)) await turn()
    else await stdoutReady()
    return this.#isRead
  }

  /** Says something about the result. */
  say(line: string): void {
    const redacted = this.secrets.redact(line)
    if (this.#above === undefined) process.stderr.write(`${redacted}\n`)
    else this.#above(redacted)
  }

  /** `error[code]: message`, and what lies behind it when causes are asked for. */
  error(error: unknown, facts: ErrorFacts = factsOf(error)): void {
    const code = paint('red', `error[${facts.code}]:`, process.stderr)
    this.say(`${code} ${facts.message}`)
    if (this.verbose) this.#sayCauses(error)
    else if (facts.code === UNEXPECTED) this.say('  --verbose shows where it came from')
  }

  /** Leads what is said to `above` instead, while something is drawn below it. */
  divert(above: ((line: string) => void) | undefined): void {
    this.#above = above
  }

  #sayCauses(error: unknown): void {
    if (error instanceof Error && error.stack !== undefined) {
      for (const line of error.stack.split('\n').slice(1)) this.say(`  ${line.trim()}`)
    }
    const cause = error instanceof Error ? error.cause : undefined
    if (cause === undefined) return
    this.say(`  caused by ${factsOf(cause).code}: ${factsOf(cause).message}`)
    this.#sayCauses(cause)
  }
}

/** Colours text for a stream, when that is a terminal that may show colours. */
export function paint(
  colour: 'red' | 'green' | 'yellow',
  text: string,
  stream: NodeJS.WriteStream,
): string {
  return styleText(colour, text, { stream })
}

function stdoutReady(): Promise<void> {
  const { stdout } = process
  return new Promise((resolve) => {
    const ready = (): void => {
      stdout.off('drain', ready).off('error', ready).off('close', ready)
      resolve()
    }
    stdout.once('drain', ready).once('error', ready).once('close', ready)
  })
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== ''
}
