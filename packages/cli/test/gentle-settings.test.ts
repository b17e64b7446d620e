import { expect, test } from 'vitest'
import { gentleSettings } from '../src/config/gentle-settings.ts'

const config = (settings: object) => ({ tasks: {}, ...settings })

test('a run is not gentle unless it is told to be', () => {
  expect(gentleSettings(config({}), {}, {})).toEqual({ gentle: false })
})

test.each([
  [config({}), { gentle: true as const }, {}],
  [config({}), {}, { CARMILLA_GENTLE: 'true' }],
  [config({ gentle: true }), {}, { CARMILLA_GENTLE: '' }],
])('a gentle run has one worker', (configured, flags, environment) => {
  expect(gentleSettings(configured, flags, environment)).toEqual({ gentle: true, workers: 1 })
})

test('the environment overrides the configuration, and a flag that', () => {
  const configured = config({ gentle: true, maxRowsPerSecond: 5 })
  expect(gentleSettings(configured, {}, { CARMILLA_GENTLE: 'false' })).toEqual({
    gentle: false,
    maxRowsPerSecond: 5,
  })
  const environment = { CARMILLA_GENTLE: 'false', CARMILLA_MAX_ROWS_PER_SECOND: '7' }
  const flags = { gentle: true as const, maxRowsPerSecond: '9' }
  expect(gentleSettings(configured, flags, environment)).toEqual({
    gentle: true,
    workers: 1,
    maxRowsPerSecond: 9,
  })
})

test('a limit on what the source bears makes the run gentle', () => {
  expect(gentleSettings(config({ maxActiveBackends: 20 }), {}, {})).toEqual({
    gentle: true,
    workers: 1,
    limits: { maxActiveBackends: 20 },
  })
  const environment = { CARMILLA_GENTLE: 'false', CARMILLA_MAX_REPLICA_LAG: '10s' }
  expect(gentleSettings(config({}), {}, environment)).toEqual({
    gentle: true,
    workers: 1,
    limits: { maxReplicaLagMs: 10_000 },
  })
})

test.each([
  [{ maxReplicaLag: '10' }, {}, '--max-replica-lag `10`: expected a time such as 90s, 30m or 2h'],
  [
    { maxActiveBackends: '0' },
    {},
    '--max-active-backends `0`: expected a whole number of at least 1',
  ],
  [{}, { CARMILLA_GENTLE: 'yes' }, 'CARMILLA_GENTLE `yes`: expected true or false'],
])('%o and %o are refused', (flags, environment, message) => {
  expect(() => gentleSettings(config({}), flags, environment)).toThrow(message)
})
