import {
  binary,
  defineTask,
  float32,
  float64,
  list,
  optional,
  text,
  uuid,
  uuidBytes,
} from '@carmilla/transform'
import { db } from './database.ts'

defineTask({
  source: db
    .selectFrom('shops')
    .select(['id', 'id as key', 'embedding', 'small', 'sparse', 'shape', 'area']),
  record: ({ derive }) => ({
    id: uuid(),
    key: uuidBytes(),
    embedding: list(float32()),
    small: optional(list(float32())),
    sparse: text(),
    shape: binary(),
    area: optional(binary()),
    first: derive(optional(float64()), (row) => row.embedding[0] ?? null),
    bytes: derive(binary(), (row) => row.shape.slice(0, 5)),
  }),
})

defineTask({
  source: db.selectFrom('shops').select(['id', 'embedding', 'small', 'shape', 'area']),
  record: () => ({
    id: binary(), // error: uuid cannot be written as binary(); use uuid()
    embedding: list(float64()), // error: vector cannot be written as list(float64()); use list(float32())
    small: list(float32()), // error: the source may be NULL here; wrap the column in optional()
    shape: text(), // error: geometry cannot be written as text(); use binary()
    area: optional(list(float32())), // error: geography cannot be written as list(float32()); use optional(binary())
  }),
})
