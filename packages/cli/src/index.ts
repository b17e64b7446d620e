export { CODECS, defineConfig } from './config/config.ts'
export type { Codec, Config, Tasks } from './config/config.ts'
