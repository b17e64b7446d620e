declare const pgType: unique symbol

/**
 * Marks a TypeScript type with the Postgres type that its values come from.
 *
 * The mark is optional, so a plain literal is still accepted where a query compares
 * (`where('status', '=', 'paid')`), while two types with different marks never mix.
 */
export interface Flavour<Tag> {
  readonly [pgType]?: Tag
}

/** The Postgres tag of a column type, or `'untyped'` for a type that carries none. */
export type TagOf<Value> =
  Value extends Flavour<infer Tag> ? (unknown extends Tag ? 'untyped' : Tag) : 'untyped'
