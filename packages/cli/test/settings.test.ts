import { describe, expect, test } from 'vitest'
import { parseBytes } from '../src/config/byte-count.ts'
import { databaseName, databaseSettings } from '../src/config/database.ts'
import { parseDurationMs } from '../src/config/duration.ts'
import { resolveSettings } from '../src/config/settings.ts'

const found = (config: object) => ({
  config: { tasks: {}, ...config },
  path: '/project/etl.config.ts',
})

describe('settings', () => {
  test('have defaults', () => {
    expect(resolveSettings(found({}), {}, {})).toEqual({
      target: 'file:/project/out',
      catalog: 'files',
      aws: {},
      workers: 2,
      shardBytes: 64 * 1024 * 1024,
      consistency: 'snapshot',
      keepVersions: 3,
      codec: 'zstd',
      files: {},
      fileOverrides: {},
      writer: 'carmilla',
    })
  })

  test('come from the configuration, then the environment, then flags', () => {
    const configured = found({
      workers: 3,
      keepVersions: 5,
      codec: 'gzip',
      timeoutMs: 1000,
      consistency: 'perShard',
      shardBytes: 5,
      files: { pageRows: 10 } as const,
    })
    const environment = {
      CARMILLA_WORKERS: '4',
      CARMILLA_CODEC: 'snappy',
      CARMILLA_TIMEOUT: '2m',
      CARMILLA_SHARD_BYTES: '64kB',
    }
    const flags = {
      workers: '6',
      target: 'file:elsewhere',
      maxSnapshotAge: '30m',
      level: '5',
      memory: '1GB',
    }
    expect(resolveSettings(configured, flags, environment)).toEqual({
      target: 'file:elsewhere',
      catalog: 'files',
      aws: {},
      workers: 6,
      keepVersions: 5,
      codec: 'snappy',
      files: { pageRows: 10 },
      fileOverrides: { codec: 'snappy', level: 5 },
      memoryBytes: 1024 ** 3,
      writer: 'carmilla',
      timeoutMs: 120_000,
      consistency: 'perShard',
      shardBytes: 65_536,
      maxSnapshotAgeMs: 1_800_000,
    })
  })

  test('ignore variables that are empty', () => {
    expect(resolveSettings(found({ workers: 3 }), {}, { CARMILLA_WORKERS: '' }).workers).toBe(3)
  })

  test('name the flag that is at fault', () => {
    const resolve = (flags: object) => () => resolveSettings(found({}), flags, {})
    expect(resolve({ maxSnapshotAge: '30' })).toThrow(
      '--max-snapshot-age `30`: expected a time such as 90s, 30m or 2h',
    )
    expect(resolve({ shardBytes: '32' })).toThrow(
      '--shard-bytes `32`: expected a size such as 512KB, 32MB or 1GB',
    )
    expect(resolve({ consistency: 'none' })).toThrow(
      '--consistency `none`: expected snapshot or perShard',
    )
  })

  test('take the writer from the same places, and its own codec unless one is named', () => {
    const configured = found({ writer: 'parquetjs' })
    expect(resolveSettings(configured, {}, {})).toMatchObject({
      writer: 'parquetjs',
      codec: 'gzip',
    })
    expect(resolveSettings(configured, { codec: 'none' }, {})).toMatchObject({ codec: 'none' })
    expect(resolveSettings(configured, { writer: 'carmilla' }, {})).toMatchObject({
      writer: 'carmilla',
      codec: 'zstd',
    })
    expect(resolveSettings(found({}), {}, { CARMILLA_WRITER: 'parquetjs' }).writer).toBe(
      'parquetjs',
    )
  })

  test.each([
    [
      { writer: 'parquet' },
      { codec: 'zstd' },
      '--writer `parquet`: expected one of carmilla, parquetjs',
    ],
    [
      { writer: 'parquetjs', codec: 'zstd' },
      {},
      '--codec `zstd`: expected one of gzip, snappy, none, which are those of writer parquetjs',
    ],
    [
      { writer: 'parquetjs' },
      { codec: 'zstd' },
      'codec of etl.config.ts `zstd`: expected one of gzip, snappy, none',
    ],
  ])('refuse a writer and a codec that do not go together: %o, %o', (flags, config, says) => {
    expect(() => resolveSettings(found(config), flags, {})).toThrow(says)
  })

  test('name the variable that is at fault', () => {
    expect(() => resolveSettings(found({}), {}, { CARMILLA_WORKERS: 'many' })).toThrow(
      'CARMILLA_WORKERS `many`: expected a whole number of at least 1',
    )
  })
})

describe('durations', () => {
  test.each([
    ['500ms', 500],
    ['90s', 90_000],
    ['1.5h', 5_400_000],
    ['30', undefined],
    ['0s', undefined],
    ['-1s', undefined],
    ['1d', undefined],
    ['1000h', undefined],
  ])('reads %s', (text, durationMs) => {
    expect(parseDurationMs(text)).toBe(durationMs)
  })
})

describe('sizes', () => {
  test.each([
    ['8192B', 8192],
    ['512kB', 524_288],
    ['1.5GB', 1_610_612_736],
    ['32 MB', 33_554_432],
    ['32', undefined],
    ['0MB', undefined],
    ['-1MB', undefined],
    ['1PB', undefined],
  ])('reads %s', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes)
  })
})

describe('the database', () => {
  const config = { tasks: {}, database: { url: 'postgres://app@db.example.org:6543/shop' } }

  test('is what the configuration says', () => {
    expect(databaseName(databaseSettings(config, undefined, {}))).toBe(
      'app@db.example.org:6543/shop',
    )
  })

  test('takes the password and overrides from PG* variables', () => {
    const settings = databaseSettings(config, undefined, {
      PGHOST: 'replica.example.org',
      PGPORT: '5433',
      PGPASSWORD: 'geheim',
    })
    expect(databaseName(settings)).toBe('app@replica.example.org:5433/shop')
    expect(settings.password?.()).toBe('geheim')
  })

  test('is that of DATABASE_URL rather, and that of the flag most of all', () => {
    const environment = { DATABASE_URL: 'postgres://a@one/x', PGHOST: 'two' }
    expect(databaseName(databaseSettings(config, undefined, environment))).toBe('a@one:5432/x')
    expect(databaseName(databaseSettings(config, 'postgres://b@three/y', environment))).toBe(
      'b@three:5432/y',
    )
  })

  test('must be named somewhere', () => {
    expect(() => databaseSettings({ tasks: {} }, undefined, {})).toThrow('no database is named')
  })

  test.each(['x', '70000', '-1'])('has no port %s', (PGPORT) => {
    expect(() => databaseSettings(config, undefined, { PGPORT })).toThrow(`port \`${PGPORT}\``)
  })
})
