// What comes back after a while from `bounce@`, `complain@` and `autoreply@`: real mails to the original's return path.
import { createTransport, type Transporter } from 'nodemailer'
import { behaviourOf } from './behaviour.ts'
import { makeArf, makeAutoReply, makeDsn } from './reports.ts'
import type { ReceivedMail } from './smtp-session.ts'

export type ReturnPath = { readonly host: string; readonly port: number; /** Time until it is sent, ms. */ readonly delayMs: number }

const RETRIES = 5

export type Later = { onMail(mail: ReceivedMail): void; stop(): void; readonly counts: { sent: number; failed: number } }

/** Nothing is kept over a restart: these are test mails. `onFailed` hears of reports that nobody took. */
export function createLater(returnPath: ReturnPath | null, now: () => Date, onFailed: (error: unknown) => void): Later {
  const timers = new Set<NodeJS.Timeout>()
  const counts = { sent: 0, failed: 0 }
  const transport = returnPath ? createTransport({ host: returnPath.host, port: returnPath.port, secure: false, ignoreTLS: true, pool: true, maxConnections: 2 }) : null
  const after = (ms: number, work: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer)
  }
  const attempt = (t: Transporter, to: string, raw: Buffer, left: number): void => {
    t.sendMail({ envelope: { from: '', to }, raw }).then(
      () => counts.sent++,
      (error: unknown) => {
        if (left > 0) return after(1000, () => attempt(t, to, raw, left - 1))
        counts.failed++
        onFailed(error)
      },
    )
  }
  return {
    counts,
    onMail(mail) {
      if (!transport || !returnPath || mail.from === '') return
      for (const recipient of mail.to) {
        const raw = reportFor(mail, recipient, now())
        if (raw) after(returnPath.delayMs, () => attempt(transport, mail.from, raw, RETRIES))
      }
    },
    stop() {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      transport?.close()
    },
  }
}

function reportFor(mail: ReceivedMail, recipient: string, date: Date): Buffer | null {
  const common = { to: mail.from, original: mail.data, recipient, date }
  switch (behaviourOf(recipient).later) {
    case 'bounce':
      return makeDsn(common)
    case 'complaint':
      return makeArf({ ...common, mailFrom: mail.from })
    case 'autoreply':
      return makeAutoReply(common)
    default:
      return null
  }
}
