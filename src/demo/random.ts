// Numbers that look random and are the same on every machine: (seed, key) decides, nothing else.

/** Between 0 and 1 for a seed and a key; equal for equal ones. (FNV-1a over the key, finished as in MurmurHash3.) */
export function chance(seed: number, key: string): number {
  let h = (2_166_136_261 ^ seed) >>> 0
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 16_777_619) >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0
  return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296
}

/** One of a list. */
export function pick<T>(list: readonly T[], seed: number, key: string): T {
  return list[Math.floor(chance(seed, key) * list.length)]!
}
