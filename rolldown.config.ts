import { defineConfig, type InputOptions, type OutputOptions } from 'rolldown'

/**
 * Left as imports: the packages of the workspace, of which a task file and the command must see one
 * instance, and what is native or loaded only when it is asked for.
 */
const EXTERNAL: readonly RegExp[] = [
  /^@carmilla\//,
  /^@duckdb\/node-api$/,
  /^@dsnp\/parquetjs$/,
  /^snappy$/,
  /^pg-native$/,
  /^pg-cloudflare$/,
]

/** What becomes of a package. */
interface Bundle extends InputOptions {
  readonly output: OutputOptions
}

/** Where a package's files go. */
type DistOf = (name: string) => string

/**
 * Each package is one file, with what it takes from npm in it, and a further file for each part that
 * is imported when it is needed: a module costs more to find than to run.
 */
export function bundles(distOf: DistOf): Bundle[] {
  return [
    bundle('extract', distOf, { index: 'index.ts' }),
    bundle('transform', distOf, { index: 'index.ts' }),
    bundle('load', distOf, { index: 'index.ts' }),
    bundle('aws', distOf, { index: 'index.ts' }),
    bundle('cli', distOf, {
      index: 'index.ts',
      main: 'main.ts',
      'shard-worker': 'workers/shard-worker.ts',
    }),
  ]
}

export default defineConfig(bundles((name) => `packages/${name}/dist`))

/** @param entries files of the package's `src`, by what they are called in its `dist`. */
function bundle(name: string, distOf: DistOf, entries: Readonly<Record<string, string>>): Bundle {
  return {
    cwd: import.meta.dirname,
    input: Object.fromEntries(
      Object.entries(entries).map(([entry, file]) => [entry, `packages/${name}/src/${file}`]),
    ),
    platform: 'node',
    external: [...EXTERNAL],
    output: {
      dir: distOf(name),
      chunkFileNames: '[name].js',
      sourcemap: true,
      // Node.js reads the code at each start, and nobody the comments; licences stay.
      comments: { legal: true, annotation: false, jsdoc: false },
    },
  }
}
