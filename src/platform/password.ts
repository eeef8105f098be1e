// Passwords: argon2id with 19 MiB and two passes (OWASP password storage, 2024), and what is too easy to guess.
import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { platformErrors } from './errors.ts'

const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST)
}

/** Verifies in constant work; an unknown person is compared with a made-up hash, so that time tells nothing. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const isRight = await verify(stored ?? (await dummyHash()), password.normalize('NFKC'))
  return stored !== undefined && isRight
}

let dummy: Promise<string> | undefined
const dummyHash = (): Promise<string> => (dummy ??= hashPassword('nobody has this password'))

const MIN_LENGTH = 12
const COMMON = ['password', 'passwort', 'qwertz', 'qwerty', '123456', 'abcdef', 'letmein', 'welcome', 'iloveyou', 'monkey', 'dragon', 'inboxlift', 'admin']

/** Throws PASSWORD_TOO_WEAK; the rules are length, not the login, not mostly a common word or one character. */
export function assertStrongPassword(password: string, login: string): void {
  const plain = password.normalize('NFKC').toLowerCase()
  const rest = COMMON.reduce((text, word) => text.replaceAll(word, ''), plain)
  const name = login.split('@')[0]!.toLowerCase()
  const isWeak = plain.length < MIN_LENGTH || password.length > 500 || new Set(plain).size < 5 || rest.length < 6 || (name.length > 3 && plain.replaceAll(name, '').length < 6)
  if (isWeak) throw platformErrors.PASSWORD_TOO_WEAK({ data: { min_length: MIN_LENGTH } })
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789' // no 0/O, 1/l/I: it is read from a screen

/** A random password of about 116 bits in four groups. */
export function randomPassword(): string {
  const group = (): string => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
