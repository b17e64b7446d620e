import { LoadError } from './errors.ts'
import { LocalSink } from './local-sink.ts'
import { LocalVersionStore } from './local-version-store.ts'
import { NumberedCatalog } from './numbered-catalog.ts'
import type { Target } from './target.ts'

/**
 * Opens a folder as a target, `file:out`; it is made when the first object is written.
 *
 * @throws {LoadError} `target_not_writable` for anything that is not `file:` and a path.
 */
export function openLocalTarget(uri: string): Target {
  const directory = uri.startsWith('file:') ? uri.slice('file:'.length) : ''
  // `file://host/path` would silently become a folder named `host`.
  if (directory === '' || /^\/\/[^/]/.test(directory)) {
    throw new LoadError(
      'target_not_writable',
      `target \`${uri}\`: expected \`file:\` and a folder, such as \`file:out\``,
      { context: { uri } },
    )
  }
  return {
    sink: new LocalSink(directory),
    catalog: new NumberedCatalog(new LocalVersionStore(directory)),
  }
}
