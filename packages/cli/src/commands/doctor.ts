import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import type { Invocation } from '../invocation.ts'
import { verb } from './common-options.ts'

export function doctorCommand(_invocation: Invocation): CommandUnknownOpts {
  return verb('doctor', 'doctor')
}
