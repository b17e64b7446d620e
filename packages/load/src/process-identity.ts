import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * Which process did something, in terms that another process can check later.
 *
 * `null` where the platform does not tell (only Linux tells all of it).
 */
export interface ProcessIdentity {
  readonly host: string
  /** Changes with every boot of the kernel. */
  readonly bootId: string | null
  /** Pids mean something only within one of these; each container has its own. */
  readonly pidNamespace: string | null
  readonly pid: number
  /** When the process began, in clock ticks since boot: tells a reused pid. */
  readonly startTicks: string | null
}

/** How long a process that cannot be checked is taken to be alive after its last sign of life. */
export const UNKNOWN_PROCESS_MS: number = 24 * 60 * 60 * 1000

/** The identity of this process. */
export function thisProcess(): ProcessIdentity {
  return {
    host: hostname(),
    bootId: bootId(),
    pidNamespace: pidNamespace(),
    pid: process.pid,
    startTicks: startTicks(process.pid),
  }
}

/**
 * Whether a process cannot possibly do anything any more.
 *
 * Certain within one boot and pid namespace: the pid is gone, or belongs to a process that began at
 * another time. Everything else (another machine, another container, no `/proc`) cannot be checked;
 * then {@link UNKNOWN_PROCESS_MS} must have passed since `lastSeenMs`.
 */
export function isSurelyDead(
  identity: ProcessIdentity,
  lastSeenMs: number,
  nowMs: number = Date.now(),
): boolean {
  const self = thisProcess()
  const checkable =
    identity.bootId !== null &&
    identity.bootId === self.bootId &&
    identity.pidNamespace !== null &&
    identity.pidNamespace === self.pidNamespace
  if (!checkable) return nowMs - lastSeenMs > UNKNOWN_PROCESS_MS
  if (!hasPid(identity.pid)) return true
  const ticks = startTicks(identity.pid)
  return identity.startTicks !== null && ticks !== null && ticks !== identity.startTicks
}

function hasPid(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it exists and belongs to another user.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

function bootId(): string | null {
  return readText('/proc/sys/kernel/random/boot_id')?.trim() ?? null
}

function pidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '')
  } catch {
    return null
  }
}

/** Field 22 of `/proc/PID/stat`; fields are counted after the name, which may hold anything. */
function startTicks(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
