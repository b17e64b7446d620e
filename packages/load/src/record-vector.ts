import type { RecordBatch } from '@carmilla/transform'

/** One column of a record batch. */
export type RecordVector = RecordBatch['vectors'][number]

/** A column of one layout. */
export type RecordVectorOf<Layout extends RecordVector['layout']> = Extract<
  RecordVector,
  { readonly layout: Layout }
>
