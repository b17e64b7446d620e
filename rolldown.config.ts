import { defineConfig, type RolldownOptions } from 'rolldown'

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

/**
 * Each package is one file, with what it takes from npm in it, and a further file for each part that
 * is imported when it is needed: a module costs more to find than to run.
 */
export default defineConfig([
  bundle('extract', { index: 'index.ts' }),
  bundle('transform', { index: 'index.ts' }),
  bundle('load', { index: 'index.ts' }),
  bundle('cli', {
    index: 'index.ts',
    main: 'main.ts',
    'shard-worker': 'workers/shard-worker.ts',
  }),
])

/** @param entries files of the package's `src`, by what they are called in its `dist`. */
function bundle(name: string, entries: Readonly<Record<string, string>>): RolldownOptions {
  const folder = `packages/${name}`
  return {
    input: Object.fromEntries(
      Object.entries(entries).map(([entry, file]) => [entry, `${folder}/src/${file}`]),
    ),
    platform: 'node',
    external: [...EXTERNAL],
    output: {
      dir: `${folder}/dist`,
      chunkFileNames: '[name].js',
      sourcemap: true,
      // Of code that Node.js reads at each start; licences stay.
      comments: { legal: true, annotation: false, jsdoc: false },
    },
  }
}
