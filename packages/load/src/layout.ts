import { tableFolder } from './object-key.ts'

/** Folder of the manifests: outside of every table, because readers take all they find for data. */
export const MANIFESTS_FOLDER = '_manifests'

/** Prefix of the data that one run wrote of a table; ends with `/`. */
export function tableLocation(table: string, runId: string): string {
  return `${tableFolder(table)}/${runId}/`
}

/** Key of the manifest of one run of a table. */
export function manifestKey(table: string, runId: string): string {
  return `${MANIFESTS_FOLDER}/${tableFolder(table)}/${runId}.json`
}
