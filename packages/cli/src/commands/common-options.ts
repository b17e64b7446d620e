import { CODECS, WRITERS } from '@carmilla/load'
import { Command, Help, type Option } from '@commander-js/extra-typings'
import type { GentleFlags } from '../config/gentle-settings.ts'
import type { SettingFlags } from '../config/settings.ts'
import type { CommonFlags } from '../invocation.ts'

/** Options that several verbs have, in the order in which help shows them, behind a verb's own. */
const COMMON: readonly string[] = [
  '--dry-run',
  '--allow-breaking',
  '--target',
  '--catalog',
  '--database-url',
  '--workers',
  '--shard-bytes',
  '--consistency',
  '--max-snapshot-age',
  '--codec',
  '--writer',
  '--level',
  '--file-bytes',
  '--memory',
  '--keep',
  '--timeout',
  '--gentle',
  '--max-rows-per-second',
  '--max-replica-lag',
  '--max-active-backends',
  '--json',
  '--config',
  '--verbose',
  '--help',
]

/** Flags of the verbs that publish. */
export type PublishFlags = CommonFlags &
  SettingFlags &
  GentleFlags & {
    readonly dryRun?: true
    readonly allowBreaking?: true
    readonly databaseUrl?: string
  }

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

/** A verb that reads a database and publishes. */
export function publishingVerb(name: string, description: string): Command<[], PublishFlags> {
  return verb(name, description)
    .option('--dry-run', 'check against the database; read and write nothing')
    .option('--allow-breaking', 'publish even if columns are gone or of other types')
    .option('--target <uri>', 'where to publish, such as file:out or s3://lake/tables')
    .option('--catalog <kind>', 'of s3: files beside the data, glue, or glue:<database>')
    .option('--database-url <url>', 'the source; a password is safer in PGPASSWORD')
    .option('--workers <count>', 'most readers at once, of all tables together')
    .option('--shard-bytes <size>', 'what of a table is worth a worker, such as 32MB')
    .option('--consistency <policy>', 'snapshot, or perShard: short transactions')
    .option('--max-snapshot-age <time>', 'stop reading when it is held for longer')
    .option('--codec <name>', `compression: ${CODECS.join(', ')}`)
    .option('--writer <name>', `what writes the files: ${WRITERS.join(', ')}`)
    .option('--level <number>', 'how hard it compresses, in the scale of the codec')
    .option('--file-bytes <size>', 'begin another file beyond this, such as 256MB')
    .option('--memory <size>', 'what the process may take, such as 512MB')
    .option('--keep <count>', 'versions of a table to keep')
    .option('--timeout <time>', 'longest time of one table, such as 90s, 30m, 2h')
    .option('--gentle', 'one connection, and queries of less than a second')
    .option('--max-rows-per-second <count>', 'read no faster than this')
    .option('--max-replica-lag <time>', 'gentle, and waits for replicas that lag')
    .option('--max-active-backends <count>', 'gentle, and waits while more are busy')
}

function commonLast(left: Option, right: Option): number {
  return COMMON.indexOf(left.long ?? '') - COMMON.indexOf(right.long ?? '')
}
