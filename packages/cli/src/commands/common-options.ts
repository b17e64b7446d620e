import { Command, Help, type Option } from '@commander-js/extra-typings'
import type { CommonFlags } from '../invocation.ts'

const COMMON: readonly string[] = ['--json', '--config', '--verbose', '--help']

/** A verb with the options that every verb has; its help shows them last. */
export function verb(name: string, description: string): Command<[], CommonFlags> {
  return new Command(name)
    .description(description)
    .option('--json', 'print JSON, one line for each item, and nothing else')
    .option('--config <file>', 'default: the nearest etl.config.ts upwards')
    .option('--verbose', 'show the causes of errors')
    .configureHelp({
      visibleOptions: (command) => new Help().visibleOptions(command).toSorted(commonLast),
    })
}

function commonLast(left: Option, right: Option): number {
  return COMMON.indexOf(left.long ?? '') - COMMON.indexOf(right.long ?? '')
}
