// What the test inbox has of one launch: found by the signed return path, which says launch and contact.
import type { MailSummary } from '../inbox/index.ts'
import { verifyVerp, type Id } from '../kernel/index.ts'
import type { DemoRun } from './deps.ts'

export type ReceivedMail = { contactId: Id; inboxId: string; returnPath: string; messageId: string }

/** Every mail of the launch, the newest first; a person who got it twice is in it twice. */
export async function collectMails(demo: DemoRun, launchId: Id, expected: number): Promise<ReceivedMail[]> {
  const step = demo.tell('Test inbox', expected)
  const found: ReceivedMail[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await demo.inbox.list({ limit: 200, ...(cursor ? { cursor } : {}) })
    const ours = page.mails.flatMap((m) => ofLaunch(demo, launchId, m))
    found.push(...ours)
    step.update(found.length)
    if (page.next === null || (ours.length === 0 && found.length >= expected)) break // what is older belongs to others
    cursor = page.next
  }
  step.done(`${found.length.toLocaleString('en')} mails of this campaign`)
  return found
}

function ofLaunch(demo: DemoRun, launchId: Id, mail: MailSummary): ReceivedMail[] {
  const key = verifyVerp(demo.secrets.signing, mail.from.slice(0, mail.from.lastIndexOf('@')))
  return key?.launchId === launchId ? [{ contactId: key.contactId, inboxId: mail.id, returnPath: mail.from, messageId: mail.messageId }] : []
}
