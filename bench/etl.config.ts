import { defineConfig } from '@carmilla/cli'
import narrowDerived from './tasks/narrow-derived.ts'
import narrowUuidBytes from './tasks/narrow-uuid-bytes.ts'
import narrow from './tasks/narrow.ts'
import wideUuidBytes from './tasks/wide-uuid-bytes.ts'

export default defineConfig({
  tasks: {
    narrow,
    narrow_derived: narrowDerived,
    narrow_uuid_bytes: narrowUuidBytes,
    wide_uuid_bytes: wideUuidBytes,
  },
  target: 'file:../out/bench',
})
