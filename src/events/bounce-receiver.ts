// Receives mails that come back (DSN, ARF) at the return path of our messages. Only addresses that we signed are taken,
// everything else is refused before its content; a mail is in the inbox table before it is confirmed.
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Pool } from 'pg'
import { verifyVerp, withWorkspace, type IdSource, type Keyrings, type Logger, type MessageKey, type Scope } from '../kernel/index.ts'
import { keepInboxRow, type InboxRow } from './inbox/inbox-row.ts'
import type { BounceMail } from './inbox/readers.ts'

/** The report stands first and the returned message after it: this much is read, the rest is taken off the wire and dropped. */
const KEPT_BYTES = 512 * 1024
const MAX_BYTES = 30 * 1024 * 1024

export type BounceReceiverOptions = {
  pool: Pool
  ids: IdSource
  keyrings: Keyrings
  scope: Scope
  log: Logger
  /** Secret of signVerp. */
  secret: Buffer
  /** Domain of the return path. */
  domain: string
  host: string
  port: number
  now: () => Date
  onStored: (workspaceId: string, row: InboxRow) => void
}

export type BounceReceiver = { port: number; close(): Promise<void> }

const refuse = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code })

/** Listens; port 0 lets the system choose. Rejects when the port is taken. */
export async function startBounceReceiver(options: BounceReceiverOptions): Promise<BounceReceiver> {
  const server = new SMTPServer({
    banner: 'InboxLift return path', authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], logger: false, size: MAX_BYTES, disableReverseLookup: true, socketTimeout: 120_000, maxClients: 200, closeTimeout: 2_000,
    onRcptTo(address, _session, callback) {
      callback(messageOf(options, address.address) ? null : refuse(550, '5.1.1 This is not a return path of ours'))
    },
    onData(stream, session, callback) {
      takeMail(options, stream, session).then(
        () => callback(null),
        (error: unknown) => {
          options.log.warn({ code: (error as { code?: string }).code }, 'a bounce mail could not be kept')
          callback((error as { responseCode?: number }).responseCode ? (error as Error) : refuse(451, '4.3.0 Cannot keep it now, try again later'))
        },
      )
    },
  })
  server.on('error', (error) => options.log.warn({ code: (error as { code?: string }).code }, 'bounce receiver'))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const address = server.server.address()
  return { port: typeof address === 'object' && address ? address.port : options.port, close: () => new Promise((resolve) => server.close(resolve)) }
}

/** The message whose return path this is, or undefined. */
function messageOf(options: BounceReceiverOptions, address: string): MessageKey | undefined {
  const at = address.lastIndexOf('@')
  if (at < 1 || address.slice(at + 1).toLowerCase() !== options.domain.toLowerCase()) return undefined
  return verifyVerp(options.secret, address.slice(0, at))
}

async function takeMail(options: BounceReceiverOptions, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
  const raw = await readSome(stream)
  if (stream.sizeExceeded) throw refuse(552, '5.3.4 Too large')
  for (const recipient of session.envelope.rcptTo) {
    const key = messageOf(options, recipient.address)
    if (key) await keepMail(options, key, raw)
  }
}

async function readSome(stream: SMTPServerDataStream): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (size < KEPT_BYTES) parts.push(chunk)
    size += chunk.length
  }
  return Buffer.concat(parts).subarray(0, KEPT_BYTES)
}

async function keepMail(options: BounceReceiverOptions, key: MessageKey, raw: Buffer): Promise<void> {
  const body: BounceMail = { launchId: key.launchId, contactId: key.contactId, seq: key.seq, raw: raw.toString('latin1') }
  const row: InboxRow = { receivedAt: options.now(), inboxId: options.ids.next(), kind: 'dsn', providerId: null, body: JSON.stringify(body) }
  const keyring = await options.keyrings.get(key.workspaceId)
  await withWorkspace(options.pool, { ...options.scope, workspaceId: key.workspaceId }, (tx) => keepInboxRow(tx, keyring, row))
  options.onStored(key.workspaceId, row)
}
