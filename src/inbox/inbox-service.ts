// The built-in test inbox: takes mail by SMTP on loopback, keeps it, shows it. The recipient's name chooses the outcome.
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import type { Clock, Logger, RunningService, Service } from '../kernel/index.ts'
import { systemClock } from '../kernel/index.ts'
import { behaviourHooks } from './behaviour.ts'
import { inboxErrors } from './errors.ts'
import { createDoor } from './http-door.ts'
import { MailStore, type StoreLimits } from './mail-store.ts'
import { createLater, type ReturnPath } from './send-later.ts'
import { startSmtpReceiver, type SmtpReceiver } from './smtp-receiver.ts'

export type InboxOptions = {
  /** Mails lie in `<home>/inbox`. */
  readonly home: string
  /** 0: any free one. */
  readonly smtpPort: number
  readonly httpPort: number
  readonly token: string
  readonly log?: Logger
  /** Where `bounce@`, `complain@` and `autoreply@` send their reports; null: nowhere. */
  readonly returnPath?: ReturnPath | null
  readonly limits?: StoreLimits
  readonly clock?: Clock
}

export type RunningInbox = RunningService & { readonly url: string; readonly smtpPort: number; readonly httpPort: number }

/** Enough for the demo twice over; whichever is reached first. */
const LIMITS: StoreLimits = { maxMails: 100_000, maxBytes: 2 * 1024 ** 3 }

/** Starts the inbox on 127.0.0.1. Throws INBOX_PORT_TAKEN. */
export async function startInbox(options: InboxOptions): Promise<RunningInbox> {
  const clock = options.clock ?? systemClock
  const store = new MailStore(join(options.home, 'inbox'), options.limits ?? LIMITS)
  const counts = { mails: 0, bytes: 0, rejected: 0 }
  const later = createLater(options.returnPath ?? null, () => clock.now(), (err) => options.log?.warn({ code: (err as { code?: string }).code }, 'a report of the test inbox was not taken'))
  const hooks = behaviourHooks(
    (mail, answered) => {
      store.keep(mail, answered, clock.now())
      counts.mails++
      counts.bytes += mail.data.length
      later.onMail(mail)
    },
    () => counts.rejected++,
  )
  let receiver: SmtpReceiver | null = null
  const door = createDoor({ store, token: options.token, stats: () => ({ ...counts, ...receiver?.counts, kept: store.count, kept_bytes: store.bytes, reports_sent: later.counts.sent, reports_failed: later.counts.failed }) })
  try {
    receiver = await startSmtpReceiver({ port: options.smtpPort, name: 'inbox.localhost', ...hooks })
    door.listen(options.httpPort, '127.0.0.1')
    await once(door, 'listening')
  } catch (cause) {
    await receiver?.close()
    store.close()
    throw (cause as { code?: string }).code === 'EADDRINUSE' ? inboxErrors.INBOX_PORT_TAKEN({ cause }) : cause
  }
  const address = door.address()
  const httpPort = typeof address === 'object' && address ? address.port : options.httpPort
  const running = receiver
  return {
    url: `http://127.0.0.1:${httpPort}`,
    httpPort,
    smtpPort: running.port,
    stop: async () => {
      later.stop()
      await running.close()
      door.closeAllConnections()
      await new Promise<void>((done) => door.close(() => done()))
      store.close()
    },
  }
}

/** The service as the supervisor runs it; needs no database. */
export const inboxService: Service = {
  name: 'inbox',
  role: 'none',
  start: ({ config, secrets, log }) =>
    startInbox({
      home: resolve(config.INBOXLIFT_HOME),
      smtpPort: config.INBOXLIFT_INBOX_SMTP_PORT,
      httpPort: config.INBOXLIFT_INBOX_HTTP_PORT,
      token: secrets.inboxToken,
      log,
      returnPath: { host: '127.0.0.1', port: config.INBOXLIFT_BOUNCE_SMTP_PORT, delayMs: 500 },
    }),
}
