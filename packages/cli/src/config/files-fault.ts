import type { FileShape } from '@carmilla/transform'
import { hintOf } from '../near-names.ts'

interface Setting {
  readonly expected: string
  holds(value: unknown): boolean
}

const COUNT: Setting = {
  expected: 'a whole number of at least 1',
  holds: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
}

const SETTINGS: Readonly<Record<keyof Omit<FileShape, 'codec'>, Setting>> = {
  targetBytes: COUNT,
  rowGroupRows: COUNT,
  rowGroupBytes: COUNT,
  pageRows: COUNT,
  pageBytes: COUNT,
  level: COUNT,
  pageIndex: { expected: 'true or false', holds: (value) => typeof value === 'boolean' },
  statisticsBytes: {
    expected: 'a whole number of at least 8',
    holds: (value) => Number.isSafeInteger(value) && Number(value) >= 8,
  },
}

/** What is wrong with the `files` of a configuration, if anything is. */
export function filesFault(files: unknown): string | undefined {
  if (files === undefined) return undefined
  if (typeof files !== 'object' || files === null) return '`files`: expected settings by name'
  const settings = new Map<string, Setting>(Object.entries(SETTINGS))
  for (const [name, value] of Object.entries<unknown>({ ...files })) {
    const setting = settings.get(name)
    if (setting === undefined) {
      const names = [...settings.keys()]
      return `\`files.${name}\`: no such setting${hintOf(name, names, `known are ${names.join(', ')}`)}`
    }
    if (value === undefined || setting.holds(value)) continue
    return `\`files.${name}\`: expected ${setting.expected}, got ${JSON.stringify(value)}`
  }
  return undefined
}
