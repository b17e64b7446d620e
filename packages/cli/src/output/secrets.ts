/** What stands in place of a secret. */
const HIDDEN = '***'

/** A password in a URL: from the user to the last `@`, also when it should have been encoded. */
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@]*):[^\s"'`]*@/gi

/** A password in a connection string or a query string. */
const NAMED_PASSWORD = /\b(password|passwd|pwd|secret|token)(=|%3D)(?:'[^']*'|[^\s&'"]+)/gi

/** Passwords that are ordinary words of messages; hiding them would point at them. */
const ORDINARY_WORDS: ReadonlySet<string> = new Set(['postgres', 'password', 'table', 'orders'])

/** Shortest password that is looked for literally, in characters. */
const LITERAL_CHARACTERS = 4

/** Takes passwords out of text; knows the ones of this process. */
export class Secrets {
  readonly #literals: string[] = []

  /** Remembers a password, in the forms in which it may appear. */
  add(secret: string | undefined): void {
    if (secret === undefined || secret.length < LITERAL_CHARACTERS) return
    if (ORDINARY_WORDS.has(secret.toLowerCase())) return
    this.#literals.push(secret, encodeURIComponent(secret))
    this.#literals.sort((left, right) => right.length - left.length)
  }

  /** Remembers the password of a URL, if it has one. */
  addUrl(url: string | undefined): void {
    if (url === undefined || !URL.canParse(url)) return
    const { password, searchParams } = new URL(url)
    for (const encoded of [password, searchParams.get('password') ?? '']) {
      this.add(encoded)
      this.add(decoded(encoded))
    }
  }

  redact(text: string): string {
    let redacted = text
      .replaceAll(URL_PASSWORD, `$1:${HIDDEN}@`)
      .replaceAll(NAMED_PASSWORD, `$1$2${HIDDEN}`)
    for (const literal of this.#literals) redacted = redacted.replaceAll(literal, HIDDEN)
    return redacted
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
