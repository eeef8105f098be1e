// The keys of one workspace, unwrapped for use. Key tree: root key -> workspace secret (wrapped in platform.workspace_key)
// -> data keys and index keys by derivation, so that wrapping again never rewrites data.
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { createBlinder, deriveKey, openText, sealText, sealedKeyId, type Place } from './cipher.ts'
import { kernelErrors } from '../errors.ts'

export type Cell = Omit<Place, 'workspaceId'>

export type Keyring = {
  readonly workspaceId: string
  /** Key id new ciphertexts get. */
  readonly currentKeyId: number
  /** Version new blind indexes get. */
  readonly indexVersion: number
  /** Encrypts for exactly this table, column and row. */
  encrypt(cell: Cell, plain: string): Buffer
  /** Throws DECRYPT_FAILED when changed or moved, KEY_MISSING when its key is not in the ring. */
  decrypt(cell: Cell, sealed: Buffer): string
  /** Blind index of a normalised value. `kind`: what is indexed, e.g. 'email', 'phone', 'external_id'. */
  blindIndex(kind: string, normalised: string, version?: number): Buffer
  /** Keyed hash over data that may hold personal text (raw records, bodies). */
  keyedHash(purpose: string, data: Buffer | string): Buffer
}

export type WorkspaceSecret = { keyId: number; secret: Buffer }

/** Opens a ring from unwrapped secrets; the highest key id is used for new values, all of them for reading. */
export function openKeyring(workspaceId: string, secrets: readonly WorkspaceSecret[]): Keyring {
  const data = new Map<number, KeyObject>()
  const index = new Map<number, Map<string, (value: string) => Buffer>>()
  for (const s of secrets) data.set(s.keyId, createSecretKey(deriveKey(s.secret, `data:${workspaceId}`)))
  const current = Math.max(...data.keys())
  const indexVersion = Math.min(...data.keys()) // v1: one index version; rotation adds versions in platform.workspace_key
  const secretOf = new Map(secrets.map((s) => [s.keyId, s.secret]))
  const blinder = (version: number, kind: string): ((value: string) => Buffer) => {
    const byKind = index.get(version) ?? new Map<string, (value: string) => Buffer>()
    index.set(version, byKind)
    let key = byKind.get(kind)
    if (!key) {
      const secret = secretOf.get(version)
      if (!secret) throw kernelErrors.KEY_MISSING({ detail: `Index version ${version}.` })
      key = createBlinder(deriveKey(secret, `index:${workspaceId}:${kind}:${version}`))
      byKind.set(kind, key)
    }
    return key
  }
  const dataKey = (id: number): KeyObject => {
    const key = data.get(id)
    if (!key) throw kernelErrors.KEY_MISSING({ detail: `Key id ${id}.` })
    return key
  }
  return {
    workspaceId,
    currentKeyId: current,
    indexVersion,
    encrypt: (cell, plain) => sealText(dataKey(current), current, { workspaceId, ...cell }, plain),
    decrypt: (cell, sealed) => openText(dataKey(sealedKeyId(sealed)), { workspaceId, ...cell }, sealed),
    blindIndex: (kind, normalised, version = indexVersion) => blinder(version, kind)(normalised),
    keyedHash: (purpose, value) => blinder(indexVersion, `hash:${purpose}`)(typeof value === 'string' ? value : value.toString('latin1')),
  }
}

/** A fresh workspace secret of 32 random bytes. */
export function newWorkspaceSecret(): Buffer {
  return randomBytes(32)
}

/** Wraps a workspace secret under the root key; only the wrapped form is stored. */
export function wrapSecret(rootKey: Buffer, workspaceId: string, keyId: number, secret: Buffer): Buffer {
  return sealText(deriveKey(rootKey, 'wrap'), 1, { workspaceId, table: 'platform.workspace_key', column: 'wrapped', rowKey: String(keyId) }, secret.toString('base64'))
}

/** The inverse of wrapSecret. Throws DECRYPT_FAILED when the root key is another one. */
export function unwrapSecret(rootKey: Buffer, workspaceId: string, keyId: number, wrapped: Buffer): Buffer {
  return Buffer.from(
    openText(deriveKey(rootKey, 'wrap'), { workspaceId, table: 'platform.workspace_key', column: 'wrapped', rowKey: String(keyId) }, wrapped),
    'base64',
  )
}
