// Step: mail servers report, by SMTP to the return path: bounces (RFC 3464), complaints (RFC 5965), deliveries.
import { createTransport, type Transporter } from 'nodemailer'
import { makeArf, makeDsn } from '../inbox/index.ts'
import { tamper, type Reader } from './act.ts'
import type { DemoRun } from './deps.ts'
import { bounceDoor } from './open-run.ts'
import { demoErrors } from './errors.ts'
import type { Tally } from './tally.ts'
import { each } from './wait.ts'

const CONNECTIONS = 4
const FORGE_EVERY = 10

/** Sends the reports, some twice (the same report twice is one event), some to a forged return path. Throws DEMO_ANSWER. */
export async function reportBack(demo: DemoRun, readers: readonly Reader[], tally: Tally): Promise<void> {
  const reporting = readers.filter((r) => r.role.kind === 'report')
  const step = demo.tell('Mail servers', reporting.length)
  const transport = createTransport({ ...bounceDoor(demo), pool: true, maxConnections: CONNECTIONS })
  let done = 0
  try {
    await each(reporting, CONNECTIONS, async (reader, index) => {
      const raw = await writeReport(demo, reader)
      const times = reader.role.kind === 'report' ? reader.role.times : 0
      for (let i = 0; i < times; i++) await send(transport, reader.mail.returnPath, raw)
      tally.reports += times
      count(reader, tally)
      if (index % FORGE_EVERY === 0) await forge(transport, reader, raw, tally)
      step.update(++done)
    })
  } finally {
    transport.close()
  }
  countMailboxes(readers, tally)
  step.done(`${tally.reports.toLocaleString('en')} reports: ${tally.bouncedHard.size + tally.bouncedSoft.size} bounces, ${tally.complained.size} complaints, ${tally.delivered.size} deliveries`)
}

async function writeReport(demo: DemoRun, { person, mail, role }: Reader): Promise<Buffer> {
  const original = await demo.inbox.raw(mail.inboxId)
  const common = { to: mail.returnPath, original, recipient: person.email, date: demo.clock.now() }
  switch (role.kind === 'report' ? role.report : '') {
    case 'complaint':
      return makeArf({ ...common, mailFrom: mail.returnPath })
    case 'delivered':
      return makeDsn({ ...common, action: 'delivered', status: '2.0.0' })
    case 'soft_bounce':
      return makeDsn({ ...common, status: '5.2.2', diagnostic: '552 5.2.2 Mailbox full' })
    default:
      return makeDsn({ ...common, status: '5.1.1', diagnostic: '550 5.1.1 No such mailbox' })
  }
}

function count({ person, role }: Reader, tally: Tally): void {
  if (role.kind !== 'report') return
  const sets = { complaint: tally.complained, delivered: tally.delivered, soft_bounce: tally.bouncedSoft, hard_bounce: tally.bouncedHard }
  sets[role.report].add(person.contactId)
}

/** Special mailboxes of the test inbox send their reports by themselves, soon after the mail came. */
function countMailboxes(readers: readonly Reader[], tally: Tally): void {
  for (const { person } of readers) {
    if (person.fate === 'bounce_later') tally.bouncedHard.add(person.contactId)
    if (person.fate === 'complain_later') tally.complained.add(person.contactId)
  }
}

async function send(transport: Transporter, to: string, raw: Buffer): Promise<void> {
  await transport.sendMail({ envelope: { from: '', to }, raw }).catch((cause: unknown) => {
    throw demoErrors.DEMO_ANSWER({ detail: `The bounce receiver refused a report (${(cause as { responseCode?: number }).responseCode ?? 'no answer'}).`, cause })
  })
}

/** A return path with one character changed is nobody's: refused before its content. */
async function forge(transport: Transporter, { mail }: Reader, raw: Buffer, tally: Tally): Promise<void> {
  const [local, domain] = mail.returnPath.split('@') as [string, string]
  tally.forged += 1
  const to = `${tamper(`/${local}`).slice(1)}@${domain}`
  await transport.sendMail({ envelope: { from: '', to }, raw }).catch((error: unknown) => {
    if ((error as { responseCode?: number }).responseCode === 550) tally.refused += 1
  })
}
