import { Command } from '@commander-js/extra-typings'
import type { CommonFlags } from '../invocation.ts'

/** A verb with the options that every verb has. */
export function verb(name: string, description: string): Command<[], CommonFlags> {
  return new Command(name)
    .description(description)
    .option('--json', 'print JSON, one line for each item, and nothing else')
    .option('--config <file>', 'configuration; default: the nearest etl.config.ts upwards')
    .option('--verbose', 'show the causes of errors')
}
