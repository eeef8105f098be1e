// Finds out who is asking, for the shells.
import type { Pool } from 'pg'
import type { Clock } from '../kernel/index.ts'
import { readApiKey } from './api-key.ts'
import type { Authenticator } from './principal.ts'
import { readSession } from './session.ts'

export function createAuthenticator(pool: Pool, clock: Clock): Authenticator {
  return { bySession: (token) => readSession(pool, clock, token), byKey: (text) => readApiKey(pool, clock, text) }
}
