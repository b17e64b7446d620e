import { ByteBuffer } from './byte-buffer.ts'
import { ThriftWriter } from './thrift-compact.ts'
import type { Encoding } from './values/value-writer.ts'

/** `Encoding` ids of parquet.thrift. */
export const ENCODING_IDS: Readonly<Record<Encoding, number>> = {
  PLAIN: 0,
  RLE: 3,
  DELTA_LENGTH_BYTE_ARRAY: 6,
  RLE_DICTIONARY: 8,
}

/** `PageType` ids of parquet.thrift. */
export const PAGE_TYPE_IDS = { DATA_PAGE: 0, DICTIONARY_PAGE: 2 } as const

/** The sizes of a page, in bytes, without its header. */
export interface PageLengths {
  readonly uncompressedBytes: number
  readonly compressedBytes: number
}

/** A V1 data page: `levelCount` counts NULLs and empty lists too. */
export function dataPageHeader(
  lengths: PageLengths,
  levelCount: number,
  encoding: Encoding,
): Uint8Array {
  return pageHeader(PAGE_TYPE_IDS.DATA_PAGE, lengths, (thrift) =>
    thrift.struct(5, () => {
      thrift.i32(1, levelCount)
      thrift.i32(2, ENCODING_IDS[encoding])
      thrift.i32(3, ENCODING_IDS.RLE)
      thrift.i32(4, ENCODING_IDS.RLE)
    }),
  )
}

/** A dictionary page; its entries are PLAIN. */
export function dictionaryPageHeader(lengths: PageLengths, entryCount: number): Uint8Array {
  return pageHeader(PAGE_TYPE_IDS.DICTIONARY_PAGE, lengths, (thrift) =>
    thrift.struct(7, () => {
      thrift.i32(1, entryCount)
      thrift.i32(2, ENCODING_IDS.PLAIN)
    }),
  )
}

function pageHeader(
  pageType: number,
  lengths: PageLengths,
  writeTypeHeader: (thrift: ThriftWriter) => void,
): Uint8Array {
  const out = new ByteBuffer(64)
  const thrift = new ThriftWriter(out)
  thrift.element(() => {
    thrift.i32(1, pageType)
    thrift.i32(2, lengths.uncompressedBytes)
    thrift.i32(3, lengths.compressedBytes)
    writeTypeHeader(thrift)
  })
  return out.written()
}
