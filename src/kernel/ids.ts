// Keys that are unique over nodes and regions without asking anybody (DESIGN 4.1):
// 41 bits of milliseconds since 2025-01-01, 3 bits region, 8 bits node, 11 bits counter.
// `kernel.id_at(base, i)` in SQL is the twin of `idAt` here; test/kernel keeps them equal.
import { kernelErrors } from './errors.ts'
import type { Clock } from './clock.ts'

export const ID_EPOCH_MS = Date.UTC(2025, 0, 1)
const COUNTER = 2048n
const NODE_BITS = 22n // region + node + counter below the milliseconds

/** A decimal string of a positive bigint; JS numbers would lose digits. */
export type Id = string

export type IdSource = {
  /** One new id. Never repeats, never goes back, also when the clock jumps. */
  next(): Id
  /** Reserves `count` ids; the i-th (from 0) is `idAt(base, i)` here or `kernel.id_at(base, i)` in SQL. */
  range(count: number): Id
}

/** The i-th id of a reserved range: the counter runs over into the next millisecond, never into the node bits. */
export function idAt(base: Id, index: number): Id {
  const b = BigInt(base)
  const slot = (b % COUNTER) + BigInt(index)
  const middle = (b >> 11n) & 0x7ffn
  return ((((b >> NODE_BITS) + slot / COUNTER) << NODE_BITS) | (middle << 11n) | slot % COUNTER).toString()
}

/** The smallest id that can be made at `at`; ids are time-ordered, so this is a range boundary. */
export function idFloor(at: Date): Id {
  return (BigInt(Math.max(0, at.getTime() - ID_EPOCH_MS)) << NODE_BITS).toString()
}

/** The millisecond in which an id was made. */
export function idTime(id: Id): Date {
  return new Date(Number(BigInt(id) >> NODE_BITS) + ID_EPOCH_MS)
}

export type IdSourceOptions = {
  clock: Clock
  /** 0..7 */
  region: number
  /** 0..255, leased from the database (platform.node_lease). */
  node: number
  /** First millisecond this source may use; the lease's persisted high-water mark + 1. */
  notBeforeMs?: number
  /** Ids must not run past this moment (the mark persisted in the lease); undefined means unbounded (tests, tools). */
  limitMs?: () => number
}

/**
 * Makes ids. The last used millisecond only moves forward, so a clock that jumps back changes nothing.
 * Throws NODE_LEASE_LOST when the persisted limit is reached (lease not renewed).
 */
export function createIdSource(options: IdSourceOptions): IdSource {
  const middle = (BigInt(options.region) << 8n) | BigInt(options.node)
  let lastMs = Math.max(options.notBeforeMs ?? 0, ID_EPOCH_MS) - 1
  let counter = 2047
  const reserve = (count: number): Id => {
    const now = options.clock.nowMs()
    if (now > lastMs) {
      lastMs = now
      counter = -1
    }
    if (counter + 1 >= 2048) {
      lastMs += 1
      counter = -1
    }
    const first = counter + 1
    const startMs = lastMs
    const end = first + count - 1
    lastMs += Math.floor(end / 2048)
    counter = end % 2048
    const limit = options.limitMs?.()
    if (limit !== undefined && lastMs > limit) throw kernelErrors.NODE_LEASE_LOST()
    return ((BigInt(startMs - ID_EPOCH_MS) << NODE_BITS) | (middle << 11n) | BigInt(first)).toString()
  }
  return { next: () => reserve(1), range: (count) => reserve(Math.max(1, count)) }
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford base 32: no i, l, o, u

/** `con_0a1b…`: prefix and 13 characters of Crockford base 32. Opaque to clients. */
export function toPublicId(prefix: string, id: Id): string {
  let rest = BigInt(id)
  let out = ''
  for (let i = 0; i < 13; i++) {
    out = ALPHABET[Number(rest & 31n)] + out
    rest >>= 5n
  }
  return `${prefix}_${out}`
}

/** The inverse of toPublicId. Throws PUBLIC_ID_INVALID for anything else, also for a prefix of another kind. */
export function fromPublicId(prefix: string, publicId: string): Id {
  const match = /^([a-z]+)_([0-9a-hjkmnp-tv-z]{13})$/.exec(publicId)
  if (!match || match[1] !== prefix) throw kernelErrors.PUBLIC_ID_INVALID({ data: { expected: `${prefix}_…` } })
  let value = 0n
  for (const ch of match[2]!) value = (value << 5n) | BigInt(ALPHABET.indexOf(ch))
  if (value > 0x7fffffffffffffffn) throw kernelErrors.PUBLIC_ID_INVALID({ data: { expected: `${prefix}_…` } })
  return value.toString()
}
