export { ActivitySampler, type SeenActivity } from './activity-sampler.ts'
export { FaultProxy, type Faults } from './fault-proxy.ts'
export {
  createTestDatabase,
  type DatabaseTemplate,
  type TestDatabase,
  type TestDatabaseOptions,
} from './test-database.ts'
export { startTestServer, type TestServer, type TestServerKind } from './test-server.ts'
