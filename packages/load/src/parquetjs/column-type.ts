import { decimalWidthBytes, type RecordType } from '@carmilla/transform'
import { parquetType } from '../parquet/index.ts'
import { type LeafType, storageOf } from '../parquet/leaf-column.ts'

/** As {@link parquetType}, but that decimals are always fixed bytes: it takes only those exactly. */
export function parquetjsType(type: RecordType): string {
  return parquetType(type, storageOfParquetjs)
}

function storageOfParquetjs(type: LeafType): ReturnType<typeof storageOf> {
  if (type.kind !== 'decimal') return storageOf(type)
  return {
    ...storageOf(type),
    physicalType: 'FIXED_LEN_BYTE_ARRAY',
    widthBytes: decimalWidthBytes(type.precision),
  }
}
