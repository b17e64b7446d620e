/** A key pair that the services accept. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of a role that was assumed. */
  readonly sessionToken?: string
}

/** What the services accept from the beginning. */
export const DEFAULT_CREDENTIALS: Credentials = {
  accessKeyId: 'AKIAFAKEFAKEFAKEFAKE',
  secretAccessKey: 'fake-secret-access-key',
}

/** The account that everything belongs to. */
export const ACCOUNT_ID = '123456789012'

/** All key pairs that are accepted, by access key. */
export class KeyRing {
  readonly #byAccessKey = new Map<string, Credentials>()

  constructor(credentials: Credentials) {
    this.add(credentials)
  }

  add(credentials: Credentials): void {
    this.#byAccessKey.set(credentials.accessKeyId, credentials)
  }

  get(accessKeyId: string): Credentials | undefined {
    return this.#byAccessKey.get(accessKeyId)
  }
}
