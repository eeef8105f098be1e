// Logging in: PLAIN (RFC 4616), LOGIN, CRAM-MD5 (RFC 2195), XOAUTH2.
import { createHmac } from 'node:crypto'
import type { Reply } from './smtp-reply.ts'
import type { SmtpAuth } from './smtp-options.ts'

/** Sends a line (never traced in clear) and waits for its reply. */
export type AuthCommand = (line: string, shownAs: string) => Promise<Reply>

export type AuthMethod = NonNullable<SmtpAuth['method']>

/** The method to use, or null when none is both offered and safe here. */
export function chooseAuthMethod(auth: SmtpAuth, offered: ReadonlySet<string>, isPrivate: boolean): AuthMethod | null {
  const may = isPrivate || auth.allowPlaintext === true
  const wanted: readonly AuthMethod[] = auth.method ? [auth.method] : may ? ['PLAIN', 'LOGIN', 'CRAM-MD5'] : ['CRAM-MD5']
  for (const method of wanted) if (offered.has(method) && (may || method === 'CRAM-MD5')) return method
  return null
}

/** Runs the exchange; the last reply decides (2xx is success). */
export async function authenticate(method: AuthMethod, auth: SmtpAuth, command: AuthCommand): Promise<Reply> {
  const secret = typeof auth.secret === 'function' ? await auth.secret() : auth.secret
  if (method === 'PLAIN') return plain(auth.user, secret, command)
  if (method === 'LOGIN') return login(auth.user, secret, command)
  if (method === 'CRAM-MD5') return cramMd5(auth.user, secret, command)
  return xoauth2(auth.user, secret, command)
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

async function plain(user: string, secret: string, command: AuthCommand): Promise<Reply> {
  const token = base64(`\0${user}\0${secret}`)
  // RFC 4954 section 4: a line of more than 512 octets must wait for the 334
  if (token.length <= 490) return command(`AUTH PLAIN ${token}`, 'AUTH PLAIN ***')
  const go = await command('AUTH PLAIN', 'AUTH PLAIN')
  return go.code === 334 ? command(token, '***') : go
}

async function login(user: string, secret: string, command: AuthCommand): Promise<Reply> {
  const first = await command('AUTH LOGIN', 'AUTH LOGIN')
  if (first.code !== 334) return first
  const second = await command(base64(user), '*** (user)')
  return second.code === 334 ? command(base64(secret), '*** (password)') : second
}

async function cramMd5(user: string, secret: string, command: AuthCommand): Promise<Reply> {
  const go = await command('AUTH CRAM-MD5', 'AUTH CRAM-MD5')
  if (go.code !== 334) return go
  const challenge = Buffer.from(go.text.trim(), 'base64')
  const digest = createHmac('md5', secret).update(challenge).digest('hex')
  return command(base64(`${user} ${digest}`), '*** (CRAM-MD5 answer)')
}

async function xoauth2(user: string, token: string, command: AuthCommand): Promise<Reply> {
  const reply = await command(`AUTH XOAUTH2 ${base64(`user=${user}\x01auth=Bearer ${token}\x01\x01`)}`, 'AUTH XOAUTH2 ***')
  // a refusal comes as 334 with details; an empty line asks for the real code
  return reply.code === 334 ? command('', '(empty)') : reply
}
