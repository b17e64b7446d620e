import type { ReadingUsage, SourceUsage } from '@carmilla/extract'
import { formatBytes, formatCount, formatNumberOf, formatSeconds } from '../output/quantity.ts'

/** What reading a table cost: on the connection that it began on, and on those of its shards. */
export function costOf(here: ReadingUsage, shards: SourceUsage): ReadingUsage {
  return {
    longestQueryMs: Math.max(here.longestQueryMs, shards.longestQueryMs),
    transactionMs: Math.max(here.transactionMs, shards.longestTransactionMs),
    sentBytes: here.sentBytes + shards.sentBytes,
    pausedMs: here.pausedMs + shards.pausedMs,
  }
}

/** What a run cost the source, in one line. */
export function formatCost(usage: SourceUsage): string {
  const { oldestXminAge, parallelWorkers, pausedMs } = usage
  const workers = parallelWorkers === 0 ? '' : ` and ${formatCount(parallelWorkers)} parallel`
  return [
    `source: longest query ${formatMs(usage.longestQueryMs)}`,
    `longest transaction ${formatMs(usage.longestTransactionMs)}`,
    oldestXminAge === null
      ? 'age of its xmin not known'
      : `xmin held back ${formatNumberOf(oldestXminAge, 'transaction')}`,
    `${formatNumberOf(usage.peakBackends, 'backend')} at most${workers}`,
    `${formatBytes(usage.sentBytes)} sent`,
    pausedMs === 0 ? 'never paused' : `paused ${formatMs(pausedMs)}`,
  ].join(', ')
}

/** `12 ms`, `1.2 s`, `4 m 05 s`. */
function formatMs(ms: number): string {
  return ms < 999.5 ? `${Math.round(ms)} ms` : formatSeconds(ms / 1000)
}
