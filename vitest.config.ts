import { defineConfig, type ViteUserConfig } from 'vitest/config'

const testFolders = '{packages/*,bench,codegen,fake-aws,local-postgres,marketplace,tasks,test}'
const noTests = ['**/node_modules/**', '**/dist/**']

/** A file to write the results to as JSON, beside what is printed. */
const resultsFile = process.env['CARMILLA_TEST_RESULTS']

/** Packages of the workspace are read from their sources, so that no test needs a build. */
const conditions = ['source', 'node', 'development|production']

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // The global setup runs there.
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    pool: 'forks',
    // Tests wait for servers and processes most of the time: one file for each processor, and none kept free.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters:
      resultsFile === undefined ? ['default'] : ['default', ['json', { outputFile: resultsFile }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${testFolders}/**/*.test.ts`],
          exclude: [...noTests, '**/*.integration.test.ts'],
          typecheck: {
            enabled: true,
            include: [`${testFolders}/**/*.test-d.ts`],
            // Without references, so that types are read from sources too, and need no build.
            tsconfig: 'test/tsconfig.test-d.json',
          },
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

export default config
