import { loadMarketplace } from './load.ts'
import { DEFAULT_SEED } from './market.ts'

/** A database to copy from, as `createTestDatabase` takes it. */
export interface MarketplaceTemplate {
  readonly name: string
  readonly build: (url: string) => Promise<void>
}

/**
 * The marketplace as a template database: loaded once per test run, copied for each test file.
 *
 * @param scale 0.05, the default, is about 14 000 rows and shows every rule.
 */
export function marketplaceTemplate(
  scale = 0.05,
  seed: number = DEFAULT_SEED,
): MarketplaceTemplate {
  return {
    name: `marketplace_${String(scale).replace('.', '_')}_${seed}`,
    build: async (url) => {
      await loadMarketplace(url, { scale, seed })
    },
  }
}
