import { INT32_DECIMAL_DIGITS, INT64_DECIMAL_DIGITS, type RecordField } from '@carmilla/transform'
import {
  DEFAULT_CODEC,
  type ParquetColumnFacts,
  type ParquetOptions,
  parquetType,
  ParquetWriter,
} from './parquet/index.ts'
import { readParquetFooter } from './parquet-footer.ts'
import type {
  ColumnFacts,
  RecordFileFacts,
  RecordFormat,
  RecordWriter,
  RecordWriterOptions,
} from './record-writer.ts'
import { bigEndianInteger, integerText } from './value-text.ts'

/** Parquet as a format of publications; options as of {@link ParquetWriter}. */
export function parquetFormat(options: Partial<ParquetOptions> = {}): RecordFormat {
  const codec = options.codec ?? DEFAULT_CODEC
  return {
    writer: 'carmilla',
    columnType: (type) => parquetType(type),
    refusals: () => [],
    extension: codec === 'none' ? 'parquet' : `${codec}.parquet`,
    open: (writerOptions) => new ParquetRecordWriter(writerOptions, options),
    inspect: readParquetFooter,
  }
}

class ParquetRecordWriter implements RecordWriter {
  readonly #writer: ParquetWriter
  readonly #schema: readonly RecordField[]

  constructor({ schema, output, metadata }: RecordWriterOptions, options: Partial<ParquetOptions>) {
    this.#schema = schema
    this.#writer = new ParquetWriter({ schema, output, metadata, options })
  }

  get bufferedBytes(): number {
    return this.#writer.memoryBytes
  }

  append(batch: Parameters<RecordWriter['append']>[0]): void {
    this.#writer.append(batch)
  }

  flush(): Promise<void> {
    return this.#writer.flush()
  }

  async close(): Promise<RecordFileFacts> {
    const { rows, columns } = await this.#writer.close()
    return {
      rows,
      columns: columns.map((column, index) => columnFacts(column, this.#schema[index])),
    }
  }
}

/** Bounds of numbers and times only: those of texts may be somebody's name or address. */
function columnFacts(
  { name, nulls, bounds }: ParquetColumnFacts,
  field: RecordField | undefined,
): ColumnFacts {
  if (bounds === undefined || field === undefined) return { name, nulls }
  const min = boundText(field, bounds.min)
  const max = boundText(field, bounds.max)
  return min === undefined || max === undefined ? { name, nulls } : { name, nulls, min, max }
}

/** A bound in Parquet's PLAIN encoding, as people write it. */
function boundText({ type }: RecordField, bound: Uint8Array): string | undefined {
  const bytes = Buffer.from(bound.buffer, bound.byteOffset, bound.length)
  switch (type.kind) {
    case 'int16':
    case 'int32':
    case 'date':
      return integerText(type, BigInt(bytes.readInt32LE()))
    case 'int64':
    case 'timeMicros':
    case 'timestamp':
      return integerText(type, bytes.readBigInt64LE())
    case 'decimal':
      if (type.precision <= INT32_DECIMAL_DIGITS)
        return integerText(type, BigInt(bytes.readInt32LE()))
      if (type.precision <= INT64_DECIMAL_DIGITS) return integerText(type, bytes.readBigInt64LE())
      return integerText(type, bigEndianInteger(bytes))
    case 'float32':
      return String(bytes.readFloatLE())
    case 'float64':
      return String(bytes.readDoubleLE())
    case 'bool':
    case 'text':
    case 'uuid':
    case 'uuidBytes':
    case 'json':
    case 'binary':
    case 'list':
    case 'struct':
    case 'map':
      break
  }
  return undefined
}
