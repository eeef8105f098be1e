// Signed tokens for links in mails: the message key, a link number, an expiry; no look-up is needed to trust them.
// Layout: kind (1 byte) | payload | first 16 bytes of HMAC-SHA-256; base64url. 128 bits are enough for a MAC that
// cannot be tried offline.
import { createHmac, createSecretKey, timingSafeEqual, type Hmac, type KeyObject } from 'node:crypto'
import { createShortMac } from './crypto/short-mac.ts'
import { kernelErrors } from './errors.ts'

// Secrets as key objects, made once: with raw bytes node builds one per call, 12 us instead of 2 us (measured).
const keys = new WeakMap<Buffer, KeyObject>()

function hmac(secret: Buffer): Hmac {
  let key = keys.get(secret)
  if (!key) {
    key = createSecretKey(secret)
    keys.set(secret, key)
  }
  return createHmac('sha256', key)
}

export type TokenKind = 'open' | 'click' | 'unsubscribe' | 'view' | 'verp' | 'confirm' | 'preference' | 'webhook'
const KINDS: Record<TokenKind, number> = { open: 1, click: 2, unsubscribe: 3, view: 4, verp: 5, confirm: 6, preference: 7, webhook: 8 }

/** The key of delivery.message, carried in links and return paths. */
export type MessageKey = { workspaceId: string; launchId: string; contactId: string; seq: string }

export type TokenPayload = MessageKey & { linkNo?: number }

export type Signer = {
  sign(kind: TokenKind, payload: TokenPayload): string
  /** Throws TOKEN_INVALID for a forged, cut, or foreign token, or one of another kind. */
  verify(kind: TokenKind, token: string): TokenPayload
  /**
   * The bytes of a token as `verify` reads them (kind, workspace, launch, contact, seq, link), or undefined when it is not
   * one of ours. For listeners under load: nothing is allocated, and the answer is overwritten by the next call.
   */
  verifyBytes(kind: TokenKind, token: string): Buffer | undefined
}

function encode(kind: TokenKind, p: TokenPayload): Buffer {
  const b = Buffer.alloc(35)
  b[0] = KINDS[kind]
  b.writeBigInt64BE(BigInt(p.workspaceId), 1)
  b.writeBigInt64BE(BigInt(p.launchId), 9)
  b.writeBigInt64BE(BigInt(p.contactId), 17)
  b.writeBigInt64BE(BigInt(p.seq), 25)
  b.writeUInt16BE(p.linkNo ?? 0, 33)
  return b
}

const TOKEN_CHARS = 68
const scratch = Buffer.alloc(51)
const scratchBody = scratch.subarray(0, 35)
const scratchMac = scratch.subarray(35)

/** Tokens under one secret (32 bytes, the installation's signing key). */
export function createSigner(secret: Buffer): Signer {
  const mac = createShortMac(secret)
  const verifyBytes = (kind: TokenKind, token: string): Buffer | undefined => {
    if (token.length !== TOKEN_CHARS || !/^[A-Za-z0-9_-]+$/.test(token)) return undefined
    scratch.write(token, 'base64url')
    return scratchBody[0] === KINDS[kind] && mac.matches(scratchBody, scratchMac) ? scratchBody : undefined
  }
  return {
    sign(kind, payload) {
      const body = encode(kind, payload)
      return Buffer.concat([body, mac.sum(body).subarray(0, 16)]).toString('base64url')
    },
    verifyBytes,
    verify(kind, token) {
      const body = verifyBytes(kind, token)
      if (!body) throw kernelErrors.TOKEN_INVALID()
      return {
        workspaceId: body.readBigInt64BE(1).toString(),
        launchId: body.readBigInt64BE(9).toString(),
        contactId: body.readBigInt64BE(17).toString(),
        seq: body.readBigInt64BE(25).toString(),
        linkNo: body.readUInt16BE(33),
      }
    },
  }
}

const targetMac = (secret: Buffer, text: string): string => hmac(secret).update('target').update(text).digest().subarray(0, 16).toString('base64url')

/**
 * A click token that carries its own target, for links whose URL differs per recipient (Liquid): `<token>.<url>.<mac>`,
 * all base64url. Only we can make one, so the redirect can lead nowhere else. Give it a token of kind 'click'.
 */
export function signTarget(secret: Buffer, token: string, url: string): string {
  const text = `${token}.${Buffer.from(url, 'utf8').toString('base64url')}`
  return `${text}.${targetMac(secret, text)}`
}

/** The inverse of signTarget: token and target, or undefined when it is not one of ours. Never throws; verify the token too. */
export function verifyTarget(secret: Buffer, text: string): { token: string; url: string } | undefined {
  const match = /^([A-Za-z0-9_-]{68})\.([A-Za-z0-9_-]{1,16384})\.([A-Za-z0-9_-]{22})$/.exec(text)
  if (!match) return undefined
  const [, token, url, mac] = match as unknown as [string, string, string, string]
  if (!timingSafeEqual(Buffer.from(targetMac(secret, `${token}.${url}`)), Buffer.from(mac))) return undefined
  return { token, url: Buffer.from(url, 'base64url').toString('utf8') }
}

const B32 = 'abcdefghijklmnopqrstuvwxyz234567'

function toBase32(bytes: Buffer): string {
  let out = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += B32[(value >> bits) & 31]
    }
    value &= (1 << bits) - 1
  }
  return bits > 0 ? out + B32[(value << (5 - bits)) & 31] : out
}

function fromBase32(text: string): Buffer | undefined {
  const out: number[] = []
  let bits = 0
  let value = 0
  for (const ch of text) {
    const v = B32.indexOf(ch)
    if (v < 0) return undefined
    value = (value << 5) | v
    bits += 5
    if (bits >= 8) {
      bits -= 8
      out.push((value >> bits) & 255)
      value &= (1 << bits) - 1
    }
  }
  return Buffer.from(out)
}

/**
 * The local part of a bounce address (VERP): `b` + base 32. Lower case only, since some servers fold case, and at most
 * 64 octets (RFC 5321 4.5.3.1.1), which is why its MAC has 48 bits and a zero seq is left out.
 */
export function signVerp(secret: Buffer, key: MessageKey): string {
  const parts = key.seq === '0' ? [key.workspaceId, key.launchId, key.contactId] : [key.workspaceId, key.launchId, key.contactId, key.seq]
  const body = Buffer.alloc(parts.length * 8)
  parts.forEach((p, i) => body.writeBigInt64BE(BigInt(p), i * 8))
  const mac = hmac(secret).update('verp').update(body).digest().subarray(0, 6)
  return `b${toBase32(Buffer.concat([body, mac]))}`
}

/** The message key in a VERP local part (any case), or undefined when it is not one of ours. Never throws. */
export function verifyVerp(secret: Buffer, localPart: string): MessageKey | undefined {
  const lower = localPart.toLowerCase()
  if (!/^b(?:[a-z2-7]{48}|[a-z2-7]{61})$/.test(lower)) return undefined
  const raw = fromBase32(lower.slice(1))
  if (!raw) return undefined
  const size = lower.length === 49 ? 24 : 32
  const body = raw.subarray(0, size)
  const mac = hmac(secret).update('verp').update(body).digest().subarray(0, 6)
  if (raw.length < size + 6 || !timingSafeEqual(mac, raw.subarray(size, size + 6))) return undefined
  const id = (i: number): string => body.readBigInt64BE(i * 8).toString()
  return { workspaceId: id(0), launchId: id(1), contactId: id(2), seq: size === 32 ? id(3) : '0' }
}
