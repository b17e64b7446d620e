/** Counts the values that a decoder changes because its column was declared to be lossy. */
export interface ChangedValues {
  /** Values that the last `decode` changed; each decode begins anew. */
  values: number
}
