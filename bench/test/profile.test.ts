import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { withOriginalFiles } from '../src/profile/original-files.ts'
import { showProfiles } from '../src/profile/profile-table.ts'
import { type CpuProfile, secondsByStage, stageOfFile, STAGES } from '../src/profile/stages.ts'

const PACKAGES = new URL('../../packages/', import.meta.url)

function node(id: number, functionName: string, url: string, children: readonly number[] = []) {
  return { id, callFrame: { functionName, url, lineNumber: 0, columnNumber: 0 }, children }
}

/** Each node sampled once; `(root)` calls a page writer, which compresses, and copies by `node:buffer`. */
const profile: CpuProfile = {
  nodes: [
    node(1, '(root)', '', [2, 7, 8, 9]),
    node(2, 'append', 'file:///repo/packages/load/dist/parquet/rle.js', [3, 5]),
    node(3, 'compress', 'file:///repo/packages/load/dist/parquet/compression.js', [4]),
    node(4, 'FastBuffer', 'node:internal/buffer'),
    node(5, 'copy', 'node:buffer', [6]),
    node(6, 'copy', ''),
    node(7, '(idle)', ''),
    node(8, '(garbage collector)', ''),
    node(9, 'unknown', 'file:///elsewhere/a.js'),
  ],
  samples: [2, 3, 4, 5, 6, 7, 8, 9],
  timeDeltas: [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000],
}

describe('the stages of a profile', () => {
  test('take self time, and that of what serves many stages for the caller', () => {
    const seconds = secondsByStage(profile)
    expect(seconds.get('encode: plain and levels')).toBeCloseTo(0.025, 6)
    expect(seconds.get('compression')).toBeCloseTo(0.006, 6)
    expect(seconds.get('idle')).toBeCloseTo(0.032, 6)
    expect(seconds.get('garbage collection')).toBeCloseTo(0.064, 6)
    expect(seconds.get('other')).toBeCloseTo(0.128, 6)
    expect(seconds.get('walk')).toBe(0)
  })

  test('are shown with their share of what is not idle', () => {
    const shown = showProfiles({
      machine: '2 cores',
      postgres: '18.4',
      tables: [{ name: 'narrow', rows: 5000, profile }],
    })
    expect(shown).toContain('| stage | narrow, 5,000 rows |')
    expect(shown).toContain('| encode: plain and levels | 25 (11 %) |')
    expect(shown).toContain('| idle | 32 |')
    expect(shown).toContain('| all but idle | 223 |')
  })

  test.each(['extract', 'transform', 'load', 'cli'])('cover every file of %s', async (name) => {
    const files = await readdir(new URL(`${name}/src`, PACKAGES), { recursive: true })
    const sources = files.filter((file) => file.endsWith('.ts'))
    expect(sources.length).toBeGreaterThan(20)
    expect(
      sources.filter((file) => stageOfFile(urlOf(`${name}/dist/${file}`)) === undefined),
    ).toEqual([])
  })

  test.each([
    ['extract/dist/plain-socket.js', 'socket and protocol'],
    ['extract/dist/row-walker.js', 'walk'],
    ['extract/dist/kernel-decoder.js', 'decode'],
    ['extract/src/pg-types/int4.ts', 'decode'],
    ['transform/dist/derived-column.js', 'filters and derived columns'],
    ['load/dist/parquet/dictionary/bytes-dictionary.js', 'encode: dictionary'],
    ['load/dist/parquet/values/bytes-values.js', 'encode: plain and levels'],
    ['load/dist/parquet/values/word-bounds.js', 'encode: bounds'],
    ['load/dist/parquet/page-arena.js', 'hashing and file output'],
    ['load/dist/local-sink.js', 'hashing and file output'],
    ['cli/dist/pipeline.js', 'start and end'],
  ])('%s is of %s', (file, stage) => {
    expect(stageOfFile(urlOf(file))).toBe(stage)
  })

  test.each([
    ['node:zlib', 'compression'],
    ['node:internal/crypto/hash', 'hashing and file output'],
    ['node:internal/stream_base_commons', 'socket and protocol'],
    ['node:internal/modules/esm/loader', 'start and end'],
    [
      'file:///repo/node_modules/.pnpm/pg-protocol@1/node_modules/pg-protocol/dist/a.js',
      'socket and protocol',
    ],
    ['file:///repo/node_modules/.pnpm/a@1/node_modules/@some/a/index.js', 'start and end'],
    ['node:buffer', undefined],
    ['', undefined],
  ])('%s is of %s', (url, stage) => {
    expect(stageOfFile(url)).toBe(stage)
  })
})

function urlOf(file: string): string {
  return `file:///repo/packages/${file}`
}

test('names the files that a bundle was made of', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'profile-'))
  try {
    const map = { version: 3, sources: ['../src/walk.ts'], names: [], mappings: 'AAAA' }
    await writeFile(join(folder, 'index.js.map'), JSON.stringify(map))
    const urls = [pathToFileURL(join(folder, 'index.js')).href, 'node:zlib']
    const nodes = urls.map((url, id) => ({
      id,
      callFrame: { functionName: 'toString', url, lineNumber: 0, columnNumber: 0 },
    }))
    const profile = await withOriginalFiles({ nodes, samples: [0], timeDeltas: [1] })
    expect(profile.nodes.map(({ callFrame }) => callFrame.url)).toEqual([
      pathToFileURL(join(folder, '../src/walk.ts')).href,
      'node:zlib',
    ])
    expect([...secondsByStage(profile).keys()]).toEqual([...STAGES])
  } finally {
    await rm(folder, { recursive: true })
  }
})
