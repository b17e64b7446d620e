/**
 * Joins neighbouring small pieces, so that a row group of many columns is not as many writes; larger
 * ones are handed on as they are.
 */
export function* joinedPieces(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  let small: Uint8Array[] = []
  let smallBytes = 0
  for (const piece of pieces) {
    if (smallBytes > 0 && smallBytes + piece.length > WRITE_BYTES) {
      yield Buffer.concat(small, smallBytes)
      small = []
      smallBytes = 0
    }
    if (piece.length >= WRITE_BYTES) yield piece
    else {
      small.push(piece)
      smallBytes += piece.length
    }
  }
  if (smallBytes > 0) yield Buffer.concat(small, smallBytes)
}

/** Bytes of a joined write: enough that the call itself costs nothing. */
const WRITE_BYTES = 256 * 1024
