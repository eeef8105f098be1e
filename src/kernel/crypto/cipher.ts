// Column encryption: AES-256-GCM, the ciphertext bound to its place (DESIGN G7, issue "security by design").
// Layout: version (1 byte) | key id (4 bytes, big endian) | iv (12) | ciphertext | tag (16).
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomFillSync, type KeyObject } from 'node:crypto'
import { kernelErrors } from '../errors.ts'

const VERSION = 1

/** Bulk work hands in a KeyObject: with raw bytes node builds one per call, 14 us instead of 1.3 us (measured). */
export type CipherKey = Buffer | KeyObject

/** Where a ciphertext lives; moved anywhere else it does not decrypt. */
export type Place = { workspaceId: string; table: string; column: string; rowKey: string }

const aad = (place: Place, keyId: number): Buffer =>
  Buffer.from([VERSION, place.workspaceId, place.table, place.column, place.rowKey, keyId].join('\u0000'))

// Random bytes are fetched in pieces of 6 kB: one call for 512 ivs (0.1 us instead of 1.7 us each); none is used twice.
const ivPool = Buffer.alloc(12 * 512)
let ivAt = ivPool.length

function nextIv(): Buffer {
  if (ivAt === ivPool.length) {
    randomFillSync(ivPool)
    ivAt = 0
  }
  ivAt += 12
  return Buffer.from(ivPool.subarray(ivAt - 12, ivAt))
}

/** Encrypts a text for one place under a 32-byte key. */
export function sealText(key: CipherKey, keyId: number, place: Place, plain: string): Buffer {
  const iv = nextIv()
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(aad(place, keyId))
  const head = Buffer.alloc(5)
  head[0] = VERSION
  head.writeUInt32BE(keyId, 1)
  const body = cipher.update(plain, 'utf8')
  return Buffer.concat([head, iv, body, cipher.final(), cipher.getAuthTag()])
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

/** HMAC-SHA-256 of a normalised value: the blind index. */
export function blind(key: CipherKey, value: string): Buffer {
  return createHmac('sha256', key).update(value, 'utf8').digest()
}

/** A 32-byte subkey for one purpose (RFC 5869). */
export function deriveKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), purpose, 32))
}
