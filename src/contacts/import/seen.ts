// Who has been met in this file: a set of 64-bit keys in one typed array, 16 to 24 MB for a million people. It decides which
// rows repeat somebody, exactly up to a collision of keyed hashes (1 in 10^7 for five million people).

export class SeenPeople {
  #slots = new BigUint64Array(1 << 12)
  #count = 0

  get size(): number {
    return this.#count
  }

  /** True when the key (first eight bytes of a keyed hash) was here before. */
  has(key: Buffer): boolean {
    const value = key.readBigUInt64LE(0) || 1n
    return this.#slots[this.#find(this.#slots, value)] === value
  }

  add(key: Buffer): void {
    this.#put(key.readBigUInt64LE(0) || 1n)
  }

  #put(value: bigint): void {
    if (this.#count * 3 > this.#slots.length * 2) this.#grow()
    const at = this.#find(this.#slots, value)
    if (this.#slots[at] === value) return
    this.#slots[at] = value
    this.#count++
  }

  #find(slots: BigUint64Array, value: bigint): number {
    const mask = slots.length - 1
    let at = Number(value & 0x7fffffffn) & mask
    while (slots[at] !== 0n && slots[at] !== value) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    const larger = new BigUint64Array(this.#slots.length * 2)
    for (const value of this.#slots) if (value !== 0n) larger[this.#find(larger, value)] = value
    this.#slots = larger
  }
}
