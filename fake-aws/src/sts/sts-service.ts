import { randomBytes } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import { ACCOUNT_ID, type KeyRing } from '../credentials.ts'
import type { HttpRequest, HttpResponse } from '../http-message.ts'
import type { Service, ServiceCall } from '../service.ts'
import { xmlDocument, type XmlElement } from '../xml.ts'

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** Seconds for which the keys of a role are good. */
const ROLE_SECONDS = 3600

/** The Security Token Service: who is asking, and keys of roles. */
export class StsService implements Service {
  readonly #keys: KeyRing

  constructor(keys: KeyRing) {
    this.#keys = keys
  }

  callOf({ body }: HttpRequest): ServiceCall {
    const form = new URLSearchParams(body.toString('utf8'))
    const action = form.get('Action') ?? ''
    return {
      operation: `sts:${action}`,
      action: `sts:${action}`,
      resource: form.get('RoleArn') ?? '',
      answer: async () => this.#answer(action, form),
    }
  }

  failure(error: AwsError): HttpResponse {
    return {
      status: error.status,
      headers: { 'content-type': 'text/xml' },
      body: xmlDocument(
        'ErrorResponse',
        [
          [
            'Error',
            [
              ['Type', 'Sender'],
              ['Code', error.code],
              ['Message', error.message],
            ],
          ],
        ],
        NAMESPACE,
      ),
    }
  }

  #answer(action: string, form: URLSearchParams): HttpResponse {
    switch (action) {
      case 'GetCallerIdentity':
        return answer(action, [
          ['Arn', `arn:aws:iam::${ACCOUNT_ID}:user/fake`],
          ['UserId', 'AIDAFAKE'],
          ['Account', ACCOUNT_ID],
        ])
      case 'AssumeRole':
      case 'AssumeRoleWithWebIdentity':
        return answer(action, this.#assumed(form))
      default:
        throw new AwsError(400, 'InvalidAction', `${action} is not answered here.`)
    }
  }

  #assumed(form: URLSearchParams): readonly XmlElement[] {
    const credentials = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(20).toString('hex'),
      sessionToken: randomBytes(32).toString('base64'),
    }
    this.#keys.add(credentials)
    const session = form.get('RoleSessionName') ?? 'session'
    const arn = (form.get('RoleArn') ?? '')
      .replace(':iam:', ':sts:')
      .replace(':role/', ':assumed-role/')
    return [
      [
        'Credentials',
        [
          ['AccessKeyId', credentials.accessKeyId],
          ['SecretAccessKey', credentials.secretAccessKey],
          ['SessionToken', credentials.sessionToken],
          ['Expiration', new Date(Date.now() + ROLE_SECONDS * 1000).toISOString()],
        ],
      ],
      [
        'AssumedRoleUser',
        [
          ['Arn', `${arn}/${session}`],
          ['AssumedRoleId', `AROAFAKE:${session}`],
        ],
      ],
    ]
  }
}

function answer(action: string, result: readonly XmlElement[]): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: xmlDocument(`${action}Response`, [[`${action}Result`, result]], NAMESPACE),
  }
}
