// What must hold after the kills (issue 2, item 9), counted from the database and from what the sink wrote down.
import { openContent } from '../../src/campaigns/render/index.ts'
import { configSchema, createSigner, verifyVerp } from '../../src/kernel/index.ts'
import { writeMail } from '../../src/delivery/steps/write-mail.ts'
import type { SinkRecord } from '../support/smtp-sink.ts'
import { editedName, firstName, marker, SIGNING_KEY, type CrashWorld } from './crash-world.ts'

export type CrashCounts = {
  recipients: number
  messages: number
  notFinal: number
  missingAtSink: number
  mailsAtSink: number
  duplicates: number
  /** Mails at the sink that no attempt explains. */
  unexplained: number
  attempts: number
  attemptsOpen: number
  attemptsInDoubt: number
  foreignMarkers: number
  bodyMismatches: number
  contentVersions: number
  lastSentMismatches: number
  wrongAddress: number
  sentCounter: number
  sentEvents: number
}

type Row = { contact_id: string; state: string; message_id: string; created_at: Date; attempts: number; in_doubt: number; content_version: number; content_hash: Buffer; email_indexes: Buffer[] }

export async function checkCrash(world: CrashWorld): Promise<CrashCounts> {
  const { db, launch, contacts, ws } = world
  const { rows } = await db.admin.query<Row>(
    `select m.contact_id, m.state, m.message_id, m.created_at, m.content_version, m.content_hash, count(a.*)::int attempts, count(a.*) filter (where a.outcome = 'in_doubt')::int in_doubt, array_agg(a.email_index) email_indexes
     from delivery.message m left join delivery.attempt a on a.launch_id = m.launch_id and a.contact_id = m.contact_id and a.seq = m.seq
     where m.launch_id = $1 group by m.workspace_id, m.launch_id, m.contact_id, m.seq`, [launch.launchId])
  const byContact = new Map(rows.map((r) => [r.contact_id, r]))
  const mails = mailsByContact(world.sink.journal(), ws.workspaceId)
  const one = async (text: string): Promise<number> => (await db.admin.query<{ n: number }>(text, [launch.launchId])).rows[0]!.n
  const render = renderer(world)
  const counts: CrashCounts = {
    recipients: contacts.length,
    messages: rows.length,
    notFinal: rows.filter((r) => r.state !== 'sent').length,
    missingAtSink: contacts.filter((c) => !mails.has(c)).length,
    mailsAtSink: [...mails.values()].reduce((n, list) => n + list.length, 0),
    duplicates: [...mails.values()].reduce((n, list) => n + list.length - 1, 0),
    unexplained: 0,
    attempts: rows.reduce((n, r) => n + r.attempts, 0),
    attemptsOpen: await one(`select count(*)::int n from delivery.attempt where launch_id = $1 and outcome is null`),
    attemptsInDoubt: rows.reduce((n, r) => n + r.in_doubt, 0),
    foreignMarkers: 0,
    bodyMismatches: 0,
    contentVersions: new Set(rows.map((r) => `${r.content_version}/${r.content_hash.toString('hex')}`)).size,
    lastSentMismatches: await one(
      `select count(*)::int n from contacts.contact c where c.last_sent_at is distinct from (select max(a.started_at) from delivery.attempt a where a.launch_id = $1 and a.contact_id = c.contact_id)`),
    wrongAddress: 0,
    sentCounter: await one(`select coalesce(sum(s.sent), 0)::int n from events.campaign_stats s join campaigns.launch l on l.campaign_id = s.campaign_id where l.launch_id = $1`),
    sentEvents: await one(`select count(*)::int n from events.email_event where launch_id = $1 and event_type = 'sent'`),
  }
  contacts.forEach((contactId, i) => {
    const row = byContact.get(contactId)
    const copies = mails.get(contactId) ?? []
    if (!row) return void (counts.unexplained += copies.length)
    // every copy needs an attempt of its own, and every copy but the last one an attempt that was in doubt
    counts.unexplained += Math.max(0, copies.length - Math.min(row.attempts, row.in_doubt + 1))
    for (const mail of copies) {
      const body = Buffer.from(mail.body!, 'base64')
      const found = [...body.toString('latin1').matchAll(/marker=3D(R\d{6});/g)].map((m) => m[1])
      if (found.length === 0 || found.some((f) => f !== marker(i))) counts.foreignMarkers++
      if (!render(row, i, mail.to[0]!).some((expected) => expected.equals(body))) counts.bodyMismatches++
      if (!row.email_indexes.some((x) => x.equals(ws.keyring.blindIndex('email', mail.to[0]!)))) counts.wrongAddress++
    }
  })
  return counts
}

/** By return path, which carries the signed key of the message: independent of the headers and of the address. */
function mailsByContact(journal: readonly SinkRecord[], workspaceId: string): Map<string, SinkRecord[]> {
  const out = new Map<string, SinkRecord[]>()
  for (const mail of journal) {
    const key = verifyVerp(SIGNING_KEY, mail.from.split('@')[0]!)
    if (!key || key.workspaceId !== workspaceId) throw new Error('a mail of nobody arrived')
    out.set(key.contactId, [...(out.get(key.contactId) ?? []), mail])
  }
  return out
}

/** The bytes a recipient may have got: the frozen content, with the name before or after the edit. */
function renderer(world: CrashWorld): (row: Row, i: number, to: string) => Buffer[] {
  const { launch, ws } = world
  const secrets = { root: SIGNING_KEY, signing: SIGNING_KEY, cookie: SIGNING_KEY, inboxToken: '' }
  const deps = { config: configSchema.parse({}), secrets, signer: createSigner(SIGNING_KEY) }
  const content = { writer: openContent(launch.content), ownTargets: new Set<number>() }
  const facts = { workspaceId: ws.workspaceId, launchId: launch.launchId, campaignId: launch.campaignId, stream: 'marketing', senderDomain: 'sender.example' }
  return (row, i, to) =>
    [firstName(i), editedName(i)].map((name) => {
      if (row.content_hash.toString('hex') !== launch.content.hash) return Buffer.alloc(0)
      const leased = { contactId: row.contact_id, seq: '0', token: '0', variantNo: 0, contentVersion: 1, contentHash: row.content_hash, attempts: 0, class: 'at_least_once' as const, messageId: row.message_id, createdAt: row.created_at }
      const person = { personId: row.contact_id, email: to, emailIndex: Buffer.alloc(0), emailIndexVersion: 1, domain: '', fields: { first_name: name, attributes: { marker: marker(i) } } }
      return writeMail(deps, facts, content, leased, person).data
    })
}

