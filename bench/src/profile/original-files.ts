import { readFile } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import type { CpuProfile, ProfileNode } from './stages.ts'

/** The profile of bundles, with the files that they were made of in place of theirs. */
export async function withOriginalFiles(profile: CpuProfile): Promise<CpuProfile> {
  const maps = new Map<string, SourceMap | undefined>()
  for (const { callFrame } of profile.nodes) {
    const { url } = callFrame
    if (url.startsWith('file:') && !maps.has(url)) maps.set(url, await mapOf(url))
  }
  return { ...profile, nodes: profile.nodes.map((node) => original(node, maps)) }
}

function original(
  node: ProfileNode,
  maps: ReadonlyMap<string, SourceMap | undefined>,
): ProfileNode {
  const { url, lineNumber, columnNumber } = node.callFrame
  const entry = maps.get(url)?.findEntry(lineNumber, columnNumber)
  if (entry === undefined || !('originalSource' in entry)) return node
  const file = new URL(entry.originalSource, url).href
  return { ...node, callFrame: { ...node.callFrame, url: file } }
}

async function mapOf(url: string): Promise<SourceMap | undefined> {
  const text = await readFile(new URL(`${url}.map`), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : new SourceMap(JSON.parse(text))
}
