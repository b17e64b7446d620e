import { defineConfig } from '@carmilla/cli'
import narrowMillion from './tasks/narrow-million.ts'
import narrow from './tasks/narrow.ts'
import wide from './tasks/wide.ts'

export default defineConfig({
  tasks: { narrow, narrow_million: narrowMillion, wide },
  target: 'file:../out/bench',
})
