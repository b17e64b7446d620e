import { defineConfig } from 'vitest/config'

const testFolders = '{packages/*,codegen,local-postgres,marketplace,test}'
const noTests = ['**/node_modules/**', '**/dist/**']

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${testFolders}/**/*.test.ts`],
          exclude: [...noTests, '**/*.integration.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [`${testFolders}/**/*.integration.test.ts`],
          exclude: noTests,
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
    ],
  },
})
