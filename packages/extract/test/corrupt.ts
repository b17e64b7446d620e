import type { SeededRandom } from './seeded-random.ts'

/** Numbers that headers lie with. */
const LIES = [
  -2_147_483_648, -2, -1, 0, 1, 2, 3, 5, 6, 7, 100, 9999, 10_000, 32_767, 32_768, 65_535,
  1_073_741_824, 2_147_483_640, 2_147_483_647,
]

/** Changes bytes, numbers, or the length of `bytes`, one to three times. */
export function corrupt(bytes: Buffer, random: SeededRandom): Buffer {
  let corrupted: Buffer = Buffer.from(bytes)
  for (let changes = random.between(1, 3); changes > 0; changes--) {
    corrupted = changed(corrupted, random)
  }
  return corrupted
}

function changed(bytes: Buffer, random: SeededRandom): Buffer {
  // Headers are at the beginning, so that is where most changes go.
  const at = random.chance(2)
    ? random.below(Math.min(24, bytes.length + 1))
    : random.below(bytes.length + 1)
  switch (random.below(7)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      return Buffer.concat([bytes, random.bytes(random.between(1, 9))])
    case 2:
      return Buffer.concat([
        bytes.subarray(0, at),
        random.bytes(random.between(1, 5)),
        bytes.subarray(at),
      ])
    case 3:
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
      return bytes
    case 4:
      if (at + 2 <= bytes.length) bytes.writeUInt16BE(random.pick(LIES) & 0xffff, at)
      return bytes
    default:
      if (at + 4 <= bytes.length) bytes.writeInt32BE(random.pick(LIES) | 0, at & ~3)
      return bytes
  }
}
