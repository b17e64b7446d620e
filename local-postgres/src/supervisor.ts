import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import type { ServerAccount } from './server-account.ts'

/**
 * The shell between this process and the server. It holds the reading end of a pipe whose writing
 * end only this process has: when this process is gone, however it went, the read ends, and the
 * shell stops the server and removes a throw-away folder. It is its own session, so Ctrl-C in a
 * terminal reaches this process and not the server.
 *
 * Its working folder holds `data` (the cluster). A cluster is made aside and renamed, so `data` is
 * whole or absent; `-P` lets it move about below a folder that its account could not enter.
 * Its output is the server's process id, and at the end the last part of the log.
 */
const SCRIPT = `
umask 077
binaries=$1 data_path=$2 stop_signal=$3 remove=$4
shift 4
exec 3<&0 4>"$LOG_FILE"

if [ ! -e data ]; then
  new=new-$$
  mkdir "$new"
  if (cd -P "./$new" && "$binaries/initdb" -D "\${data_path:-$PWD}" --username=postgres \\
      --pwfile=../password --auth=scram-sha-256 --encoding=UTF8 --locale=C \\
      --locale-provider=builtin --builtin-locale=C.UTF-8 --no-sync --no-instructions) >&4 2>&1 </dev/null 3<&-; then
    [ -e data ] || mv "$new" data
  fi
  rm -rf "$new" "data/$new"
fi

if cd -P ./data 2>/dev/null; then
  "$binaries/postgres" -D "\${data_path:-$PWD}" "$@" >&4 2>&1 </dev/null 3<&- &
  server=$!
  echo "$server"
  { read -r _ <&3; kill -s "$stop_signal" "$server"; } >/dev/null 2>&1 &
  watcher=$!
  trap 'kill -s "$stop_signal" "$server"' INT TERM HUP
  while kill -s 0 "$server" 2>/dev/null; do wait "$server"; done
  kill "$watcher" 2>/dev/null
  cd -P ..
fi
tail -c 4000 "$LOG_FILE"
rm -f "$LOG_FILE"
if [ -n "$remove" ]; then cd / && rm -rf "$remove"; fi
`

/** What the supervisor is to run. */
export interface SupervisorOptions {
  /** Folder with `initdb` and `postgres`. */
  readonly binaries: string
  /** Working folder: holds `password` already, gets `data` and the log. */
  readonly folder: string
  /** How the server is told where its data is, or '' for the plain path. */
  readonly dataPath: string
  /** Removed when the server has ended. */
  readonly throwAway: boolean
  /** Name of the log in the working folder; gone when the server has ended. */
  readonly logFile: string
  readonly serverArguments: readonly string[]
  readonly account: ServerAccount | undefined
}

/** A supervisor that runs: write nothing to it, end its input to stop the server. */
export type Supervisor = ChildProcessByStdio<Writable, Readable, null>

/** Starts the supervisor. */
export function spawnSupervisor(options: SupervisorOptions): Supervisor {
  // A server whose data is about to be removed need not write it out first.
  const stopSignal = options.throwAway ? 'QUIT' : 'INT'
  return spawn(
    '/bin/sh',
    [
      '-c',
      SCRIPT,
      'carmilla-postgres',
      options.binaries,
      options.dataPath,
      stopSignal,
      options.throwAway ? options.folder : '',
      ...options.serverArguments,
    ],
    {
      ...options.account,
      cwd: options.folder,
      detached: true,
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC', LOG_FILE: options.logFile },
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  )
}
