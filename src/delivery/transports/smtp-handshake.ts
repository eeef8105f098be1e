// From nothing to "ready for MAIL": connect, greeting, EHLO, TLS by policy, login.
import { isIP } from 'node:net'
import { authenticate, chooseAuthMethod } from './smtp-auth.ts'
import { LineError, SmtpLine } from './smtp-line.ts'
import type { SmtpSettings } from './smtp-options.ts'
import type { Reply } from './smtp-reply.ts'
import type { Phase } from './transport.ts'

/** What the server said it can do (RFC 5321 section 4.1.1.1). */
export type Features = {
  readonly pipelining: boolean
  readonly eightBitMime: boolean
  readonly smtpUtf8: boolean
  readonly startTls: boolean
  /** Largest message in bytes; 0 when it states none; null without SIZE. */
  readonly size: number | null
  readonly auth: ReadonlySet<string>
}

export type OpenLine = { readonly line: SmtpLine; readonly features: Features; readonly serverName: string | null }

/**
 * Opens a connection and brings it to where a message can be handed over. Rejects with LineError, whose fault says
 * in which phase and why. `onLine` is given each line as soon as it exists, so that it can be broken off.
 */
export async function openLine(settings: SmtpSettings, onLine: (line: SmtpLine) => void): Promise<OpenLine> {
  try {
    return await open(settings, onLine, settings.tls)
  } catch (error) {
    const mayFallBack = settings.tls === 'opportunistic' && !settings.auth && !settings.implicitTls
    if (!mayFallBack || !(error instanceof LineError) || error.fault.phase !== 'tls') throw error
    return open(settings, onLine, 'off')
  }
}

async function open(settings: SmtpSettings, onLine: (line: SmtpLine) => void, policy: SmtpSettings['tls']): Promise<OpenLine> {
  const line = new SmtpLine(settings)
  onLine(line)
  try {
    await line.connect()
    const greeting = await line.reply('greeting', settings.timeouts.greeting)
    if (greeting.code !== 220) throw refusedBy(greeting, 'greeting')
    let features = await hello(line, settings)
    if (!line.isSecure && policy !== 'off') features = await secure(line, settings, policy, features)
    if (settings.auth) await login(line, settings, features)
    return { line, features, serverName: /^[\w.-]+/.exec(greeting.text)?.[0] ?? null }
  } catch (error) {
    const fault = error instanceof LineError ? error.fault : { phase: 'connect' as const, code: null, enhanced: null, text: String(error), local: true }
    line.lose(fault)
    throw error instanceof LineError ? error : new LineError(fault)
  }
}

async function hello(line: SmtpLine, settings: SmtpSettings): Promise<Features> {
  const ehlo = await line.command(`EHLO ${settings.ehloName}`, 'ehlo', settings.timeouts.command)
  if (ehlo.code === 250) return readFeatures(ehlo.text)
  if (ehlo.code !== 500 && ehlo.code !== 501 && ehlo.code !== 502 && ehlo.code !== 504) throw refusedBy(ehlo, 'ehlo')
  const helo = await line.command(`HELO ${settings.ehloName}`, 'ehlo', settings.timeouts.command)
  if (helo.code !== 250) throw refusedBy(helo, 'ehlo')
  return readFeatures('')
}

async function secure(line: SmtpLine, settings: SmtpSettings, policy: SmtpSettings['tls'], features: Features): Promise<Features> {
  const isDemanded = policy === 'required' || policy === 'verified'
  if (!features.startTls) {
    if (isDemanded) throw refused('tls', 'TLS is demanded, but the server does not offer STARTTLS')
    return features
  }
  const go = await line.command('STARTTLS', 'tls', settings.timeouts.command)
  if (go.code !== 220) {
    if (isDemanded || settings.auth) throw refusedBy(go, 'tls')
    return features
  }
  await line.secure()
  return hello(line, settings)
}

async function login(line: SmtpLine, settings: SmtpSettings, features: Features): Promise<void> {
  const auth = settings.auth
  if (!auth) return
  const isPrivate = line.isSecure || isLoopback(line.remoteAddress)
  const method = chooseAuthMethod(auth, features.auth, isPrivate)
  if (method === null) {
    const offered = [...features.auth].join(', ') || 'none'
    throw refused('auth', `no login method is both offered and safe here (offered: ${offered}${isPrivate ? '' : '; the connection is not encrypted'})`)
  }
  const reply = await authenticate(method, auth, (text, shownAs) => line.command(text, 'auth', settings.timeouts.command, shownAs))
  if (reply.code < 200 || reply.code > 299) throw refusedBy(reply, 'auth')
}

function readFeatures(text: string): Features {
  const found = new Map<string, string>()
  for (const raw of text.split('\n').slice(1)) {
    const [word = '', ...rest] = raw.trim().toUpperCase().split(/[\s=]+/)
    if (word !== '') found.set(word, `${found.get(word) ?? ''} ${rest.join(' ')}`.trim())
  }
  const size = found.get('SIZE')
  return {
    pipelining: found.has('PIPELINING'),
    eightBitMime: found.has('8BITMIME'),
    smtpUtf8: found.has('SMTPUTF8'),
    startTls: found.has('STARTTLS'),
    size: size === undefined ? null : /^\d{1,15}$/.test(size) ? Number(size) : 0,
    auth: new Set((found.get('AUTH') ?? '').split(' ').filter((m) => m !== '')),
  }
}

function isLoopback(address: string | undefined): boolean {
  if (!address || !isIP(address)) return false
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
}

function refusedBy(reply: Reply, phase: Phase): LineError {
  return new LineError({ phase, code: reply.code, enhanced: reply.enhanced, text: reply.text, local: false })
}

function refused(phase: Phase, text: string): LineError {
  return new LineError({ phase, code: null, enhanced: null, text, local: true })
}
