// What each kind of inbox row says: its events. Pure; the same row gives the same events with the same keys.
import { createHash } from 'node:crypto'
import type { Id } from '../../kernel/index.ts'
import { explainBounce, type BounceRecipient } from '../bounce/index.ts'
import type { IngestEvent, MessageRef } from '../ingest/ingest-event.ts'
import { hitEvents, unpackHits } from '../tracking/hit.ts'
import type { InboxReader } from './inbox-row.ts'

export const readHits: InboxReader = (row) => hitEvents(row.inboxId, unpackHits(row.body))

export type BounceMail = { launchId: Id; contactId: Id; seq: Id; raw: string }

/** A mail that came back to the return path of one message; `raw` as latin1, so that its bytes are kept. */
export const readBounceMail: InboxReader = (row) => {
  const mail = JSON.parse(row.body) as BounceMail
  const raw = Buffer.from(mail.raw, 'latin1')
  const told = explainBounce(raw)
  if (told.kind !== 'dsn' && told.kind !== 'arf') return []
  const worst = [...told.recipients].sort((a, b) => weight(b) - weight(a))[0]
  const kind = worst && eventOf(worst)
  if (!worst || !kind) return []
  const { launchId, contactId, seq } = mail
  return [{
    eventType: kind, message: { launchId, contactId, seq } satisfies MessageRef, providerId: null, eventKey: `mail:${launchId}:${contactId}:${seq}:${kind}:${mailName(raw)}`, remember: true,
    occurredAt: row.receivedAt, smtpCode: worst.smtp_code, enhancedCode: worst.enhanced_code, bounceClass: kind === 'delivered' ? null : worst.class,
    hard: kind === 'bounced' ? worst.hard : null,
  }]
}

/** A return path belongs to one recipient; a report that names several tells the worst of ours. */
const weight = (r: BounceRecipient): number => (r.class === 'complaint' ? 4 : r.hard ? 3 : r.action === 'delayed' ? 1 : r.class === 'delivered' ? 0 : 2)

function eventOf(r: BounceRecipient): IngestEvent['eventType'] | undefined {
  if (r.class === 'complaint') return 'complained'
  if (r.class === 'delivered') return r.action === null || r.action === 'delivered' ? 'delivered' : undefined
  return r.action === 'delayed' ? 'deferred' : 'bounced'
}

/** The same report sent twice has the same Message-ID; one without is known by its bytes. */
function mailName(raw: Buffer): string {
  const head = raw.subarray(0, 16_384).toString('latin1').split(/\r?\n\r?\n/, 1)[0]!
  const id = /^message-id:\s*(?:\r?\n[ \t]+)?(\S{3,250})/im.exec(head)?.[1]
  return createHash('sha256').update(id ?? raw).digest('base64url').slice(0, 22)
}
