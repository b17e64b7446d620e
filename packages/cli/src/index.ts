export { defineConfig } from './config/config.ts'
export type { Config, Tasks } from './config/config.ts'
