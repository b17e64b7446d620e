import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import type { Invocation } from '../invocation.ts'
import { verb } from './common-options.ts'

export function queryCommand(_invocation: Invocation): CommandUnknownOpts {
  return verb('query', 'query')
}
