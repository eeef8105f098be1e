// Column encryption: AES-256-GCM, the ciphertext bound to its place (DESIGN G7, issue "security by design").
// Layout: version (1 byte) | key id (4 bytes, big endian) | iv (12) | ciphertext | tag (16).
import { createCipheriv, createDecipheriv, hash, hkdfSync, randomFillSync, type KeyObject } from 'node:crypto'
import { kernelErrors } from '../errors.ts'

const VERSION = 1

/** Bulk work hands in a KeyObject: with raw bytes node builds one per call, 14 us instead of 1.3 us (measured). */
export type CipherKey = Buffer | KeyObject

/** Where a ciphertext lives; moved anywhere else it does not decrypt. */
export type Place = { workspaceId: string; table: string; column: string; rowKey: string }

const scratch = Buffer.allocUnsafe(1024)

/** The place as additional data; the buffer is used up by the call it is made for. */
function aad(place: Place, keyId: number): Buffer {
  const text = `${VERSION}\u0000${place.workspaceId}\u0000${place.table}\u0000${place.column}\u0000${place.rowKey}\u0000${keyId}`
  return text.length * 3 > scratch.length ? Buffer.from(text) : scratch.subarray(0, scratch.write(text, 'utf8'))
}

// Random bytes are fetched in pieces of 6 kB: one call for 512 ivs (0.1 us instead of 1.7 us each); none is used twice.
const ivPool = Buffer.alloc(12 * 512)
let ivAt = ivPool.length

function nextIv(): Buffer {
  if (ivAt === ivPool.length) {
    randomFillSync(ivPool)
    ivAt = 0
  }
  ivAt += 12
  return ivPool.subarray(ivAt - 12, ivAt)
}

/** Encrypts a text for one place under a 32-byte key. */
export function sealText(key: CipherKey, keyId: number, place: Place, plain: string): Buffer {
  const iv = nextIv()
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(aad(place, keyId))
  const body = cipher.update(plain, 'utf8')
  cipher.final() // GCM is a stream: nothing is left
  const sealed = Buffer.allocUnsafe(body.length + 33)
  sealed[0] = VERSION
  sealed.writeUInt32BE(keyId, 1)
  iv.copy(sealed, 5)
  body.copy(sealed, 17)
  cipher.getAuthTag().copy(sealed, body.length + 17)
  return sealed
}

/** The key id a ciphertext was made with. Throws DECRYPT_FAILED when it is not one of ours. */
export function sealedKeyId(sealed: Buffer): number {
  if (sealed.length < 33 || sealed[0] !== VERSION) throw kernelErrors.DECRYPT_FAILED()
  return sealed.readUInt32BE(1)
}

/** The inverse of sealText. Throws DECRYPT_FAILED for a changed, moved or foreign ciphertext. */
export function openText(key: CipherKey, place: Place, sealed: Buffer): string {
  const keyId = sealedKeyId(sealed)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(5, 17))
    decipher.setAAD(aad(place, keyId))
    decipher.setAuthTag(sealed.subarray(sealed.length - 16))
    return decipher.update(sealed.subarray(17, sealed.length - 16), undefined, 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw kernelErrors.DECRYPT_FAILED({ cause, detail: `Place: ${place.table}.${place.column}.` })
  }
}

const BLOCK = 64
const PLENTY = 2048

/**
 * HMAC-SHA-256 (RFC 2104) under one key, for many values: the blind index. Two one-shot hashes over prepared pads that
 * answer strings take 0.9 us with their garbage; answering buffers 3.1 (each has memory of its own), an Hmac object 4.
 */
export function createBlinder(key: Buffer): (value: string) => Buffer {
  const secret = key.length > BLOCK ? hash('sha256', key, 'buffer') : key
  const inner = Buffer.alloc(BLOCK + PLENTY, 0x36)
  const outer = Buffer.alloc(BLOCK + 32, 0x5c)
  for (const [i, byte] of secret.entries()) {
    inner[i]! ^= byte
    outer[i]! ^= byte
  }
  return (value) => {
    const isShort = value.length * 3 <= PLENTY
    const message = isShort ? inner.subarray(0, BLOCK + inner.write(value, BLOCK, 'utf8')) : Buffer.concat([inner.subarray(0, BLOCK), Buffer.from(value, 'utf8')])
    outer.write(hash('sha256', message, 'binary'), BLOCK, 'latin1')
    return Buffer.from(hash('sha256', outer, 'binary'), 'latin1')
  }
}

/** A 32-byte subkey for one purpose (RFC 5869). */
export function deriveKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), purpose, 32))
}
