/** What a CPU profile's time is told apart by, in the order in which it is shown. */
export const STAGES = [
  'socket and protocol',
  'walk',
  'decode',
  'filters and derived columns',
  'encode: dictionary',
  'encode: plain and levels',
  'encode: bounds',
  'compression',
  'hashing and file output',
  'garbage collection',
  'start and end',
  'idle',
  'other',
] as const
export type Stage = (typeof STAGES)[number]

/** Which files are of a stage, without `.ts` or `.js`; the first rule that fits counts. */
const RULES: readonly (readonly [RegExp, Stage])[] = [
  [/^extract\/(row-walker|walk-rows|wire-batch|row-budget|row-query|text-rows)$/, 'walk'],
  [
    /^extract\/(pg-types\/|.*decoders?$|decimal$|fixed-width$|text-kernel$|(new-)?vector$|js-value$|json-text$|value-reader$|.*-value$|wire-format$|.*-text$|unrepresentable$)/,
    'decode',
  ],
  [
    /^extract\/(.*connect.*|.*socket$|receive.*|session.*|.*snapshot.*|fetch-.*|query-failure$|source-(meter|pace|limits|query)$|tls-options$|transaction$|single-session$|cancel-request$|result-.*)/,
    'socket and protocol',
  ],
  [/^extract\//, 'start and end'],
  [/^transform\/(task-reader|record-reader|record-batch|open-reader|.*-decoder)$/, 'decode'],
  [/^transform\/builders\//, 'filters and derived columns'],
  [
    /^transform\/(define-|create-|describe-|match-|check|show-|default-|plain-task|suggest|shardable|personal\/(check|classify|detect|mark|name-words))/,
    'start and end',
  ],
  [/^transform\//, 'filters and derived columns'],
  [/^load\/parquet\/dictionary\//, 'encode: dictionary'],
  [
    /^load\/parquet\/(values\/(word-bounds|bytes-range)|statistics|page-index|column-chunk-metadata|bloom\/.*)$/,
    'encode: bounds',
  ],
  [
    /^load\/parquet\/(values\/.*|byte-buffer|column-chunk-writer|levels|rle|nesting|vector|leaf-column|row-group-writer|sort-check)$/,
    'encode: plain and levels',
  ],
  [/^load\/parquet\/(compression|free-memory|shared-zstd|zstd-context)$/, 'compression'],
  [/^load\/(unique-gate|integer-set|digest-set|row-digest|gates)$/, 'filters and derived columns'],
  [
    /^load\/(parquet\/.*|parquetjs\/.*|local-sink|sink|part-writer|shard-writer|record-writer|record-vector|parquet-format|record-format|writable|staging-area)$/,
    'hashing and file output',
  ],
  [/^(load|cli)\//, 'start and end'],
  [/^node:(zlib|internal\/streams\/transform)$/, 'compression'],
  [/^node:(crypto|internal\/crypto\/.*)$/, 'hashing and file output'],
  [
    /^node:(net|tls|_tls_.*|internal\/(stream_base_commons|tls\/.*|js_stream_socket))$/,
    'socket and protocol',
  ],
  [
    /^node:(internal\/(modules|bootstrap|process|main|vm|deps|source_map|util\/parse_args)(\/.*)?|module|vm)$/,
    'start and end',
  ],
  [/^node_modules\/pg(-[a-z]+)?$/, 'socket and protocol'],
  [/^node_modules\/snappy$/, 'compression'],
  [/^node_modules\//, 'start and end'],
]

/** What V8 names that is no function. */
const PSEUDO_FUNCTIONS: ReadonlyMap<string, Stage> = new Map([
  ['(idle)', 'idle'],
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'other'],
])

/** A function of a `.cpuprofile`; of the file is used what is needed. */
export interface ProfileNode {
  readonly id: number
  readonly callFrame: {
    readonly functionName: string
    readonly url: string
    /** From 0, as `columnNumber`. */
    readonly lineNumber: number
    readonly columnNumber: number
  }
  readonly children?: readonly number[]
}

export interface CpuProfile {
  readonly nodes: readonly ProfileNode[]
  /** The node of each sample. */
  readonly samples: readonly number[]
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[]
}

/** The stage of a file by its URL; undefined when it serves many, such as `node:buffer`. */
export function stageOfFile(url: string): Stage | undefined {
  const file = shortName(url)
  return RULES.find(([pattern]) => pattern.test(file))?.[1]
}

/**
 * Seconds of each stage, by self time. What serves many stages, such as a copy of bytes or the native part of a
 * function, counts for the nearest caller that has one.
 */
export function secondsByStage(profile: CpuProfile): ReadonlyMap<Stage, number> {
  const stages = stageOfNodes(profile)
  const seconds = new Map<Stage, number>(STAGES.map((stage) => [stage, 0]))
  for (const [index, id] of profile.samples.entries()) {
    const stage = stages.get(id) ?? 'other'
    const took = Math.max(0, profile.timeDeltas[index] ?? 0) / 1e6
    seconds.set(stage, (seconds.get(stage) ?? 0) + took)
  }
  return seconds
}

function stageOfNodes({ nodes }: CpuProfile): ReadonlyMap<number, Stage> {
  const callers = new Map<number, ProfileNode>()
  for (const node of nodes) for (const child of node.children ?? []) callers.set(child, node)
  const stages = new Map<number, Stage>()
  for (const node of nodes) {
    let of: ProfileNode | undefined = node
    let stage: Stage | undefined
    while (of !== undefined && stage === undefined) {
      stage = PSEUDO_FUNCTIONS.get(of.callFrame.functionName) ?? stageOfFile(of.callFrame.url)
      of = callers.get(of.id)
    }
    stages.set(node.id, stage ?? 'other')
  }
  return stages
}

/** `load/parquet/rle` of a package, `node:zlib` of Node, `node_modules/pg` of others. */
function shortName(url: string): string {
  const module = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]
  if (module !== undefined) return `node_modules/${module}`
  const own = /\/packages\/([^/]+)\/(?:dist|src)\/(.*)\.[jt]s$/.exec(url)
  return own === null ? url : `${own[1]}/${own[2]}`
}
