/** What the compiler checks of a shape that is read from JSON. */
import type { Column } from '../column.ts'
import type { RecordType, StructType } from '../record-type.ts'
import type { Show } from '../show-types.ts'

/** Nothing more to ask of a shape that a JSON document may have; else a sentence. */
export type CheckShape<Type, Options> = [FaultIn<Type, Options, '$'>] extends [never]
  ? unknown
  : FaultIn<Type, Options, '$'>

/** One sentence for each place at fault; none for a type that only the run knows. */
type FaultIn<Type, Options, Path extends string> = [RecordType] extends [Type]
  ? never
  : FaultOf<Type, Options, Path>

type FaultOf<Type, Options, Path extends string> =
  Type extends StructType<infer Columns>
    ? RestFault<Columns, Options, Path> | FieldFault<keyof Columns, Columns, Options, Path>
    : Type extends { readonly kind: 'list'; readonly element: infer Element }
      ? FaultIn<Element, Options, `${Path}[*]`>
      : Type extends {
            readonly kind: 'map'
            readonly key: infer Key
            readonly value: infer Value
          }
        ? KeyFault<Key, Path> | FaultIn<Value, Options, `${Path}.*`>
        : Type extends { readonly kind: 'binary' | 'timeMicros' }
          ? `json at ${Path}: ${Show<Type>} has no form in JSON; use text()`
          : never

type KeyFault<Key, Path extends string> = [RecordType] extends [Key]
  ? never
  : Key extends { readonly kind: 'text' }
    ? never
    : `json at ${Path}: the keys of a JSON object are text, not ${Show<Key>}`

type FieldFault<Name, Columns, Options, Path extends string> = Name extends keyof Columns & string
  ? Columns[Name] extends Column<infer Type, infer Optional>
    ? Options extends { readonly mismatch: 'null' }
      ? Optional extends true
        ? FaultIn<Type, Options, `${Path}.${Name}`>
        : `json at ${Path}.${Name}: the field may become NULL; wrap it in optional()`
      : FaultIn<Type, Options, `${Path}.${Name}`>
    : never
  : never

type RestFault<Columns, Options, Path extends string> = Options extends {
  readonly extraKeys: 'rest'
}
  ? Columns extends {
      readonly _rest: Column<{ readonly kind: 'json' }, true>
    }
    ? never
    : `json at ${Path}: a struct has no field for the keys that it does not declare; add _rest: optional(json())`
  : never
