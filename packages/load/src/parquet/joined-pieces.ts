/**
 * Joins neighbouring small pieces, so that a row group of many columns is not as many writes; larger
 * ones are handed on as they are. Each is valid until the next is asked for.
 */
export function* joinedPieces(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  const totalBytes = pieces.reduce((bytes, piece) => bytes + piece.length, 0)
  const joined = Buffer.allocUnsafeSlow(Math.min(totalBytes, JOINED_BYTES))
  let joinedBytes = 0
  for (const piece of pieces) {
    if (joinedBytes > 0 && joinedBytes + piece.length > JOINED_BYTES) {
      yield joined.subarray(0, joinedBytes)
      joinedBytes = 0
    }
    if (piece.length >= JOINED_BYTES) yield piece
    else {
      joined.set(piece, joinedBytes)
      joinedBytes += piece.length
    }
  }
  if (joinedBytes > 0) yield joined.subarray(0, joinedBytes)
}

/** Bytes of a joined write: enough that the call itself costs nothing. */
const JOINED_BYTES = 256 * 1024
