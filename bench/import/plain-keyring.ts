// A keyring that hides nothing, to measure what encryption and blind indexes cost. For this benchmark only.
import type { Keyring } from '../../src/kernel/index.ts'

export function keyring(workspaceId: string): Keyring {
  return {
    workspaceId,
    currentKeyId: 1,
    indexVersion: 1,
    encrypt: (_cell, plain) => Buffer.from(plain, 'utf8'),
    decrypt: (_cell, sealed) => sealed.toString('utf8'),
    blindIndex: (_kind, normalised) => spread(normalised),
    keyedHash: (_purpose, data) => spread(String(data)),
  }
}

/** 32 bytes that differ where the text does, spread by FNV-1a over the first eight. */
function spread(text: string): Buffer {
  const out = Buffer.alloc(32)
  let a = 0x811c9dc5
  let b = 0x01000193
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193)
    b = Math.imul(b ^ a, 0x85ebca6b) + i
  }
  out.writeInt32LE(a | 0, 0)
  out.writeInt32LE(b | 0, 4)
  out.write(text.slice(-24), 8, 'latin1')
  return out
}
