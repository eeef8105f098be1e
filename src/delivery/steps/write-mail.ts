// Step: the mail itself, from frozen content, for one person; and its envelope.
import { publicUrl, signTarget, signVerp, type Config, type Id, type MessageKey, type Secrets, type Signer } from '../../kernel/index.ts'
import type { MailInput, MailUrls, OpenedContent } from '../content.ts'
import { toMessagePublicId } from '../message.ts'
import type { Leased } from '../queue/claim-messages.ts'
import type { Envelope } from '../transports/index.ts'
import type { Person } from './read-recipients.ts'

export type MailFacts = {
  readonly workspaceId: Id
  readonly launchId: Id
  readonly campaignId: Id | null
  readonly stream: string
  /** Domain of the From address: right side of the Message-ID. */
  readonly senderDomain: string
}

export type MailWriterDeps = { readonly config: Config; readonly secrets: Secrets; readonly signer: Signer }

export type WrittenMail = { readonly envelope: Envelope; readonly data: Buffer }

/** Bytes and envelope of one mail. The same message gives the same bytes on every retry. Throws what the template throws. */
export function writeMail(deps: MailWriterDeps, facts: MailFacts, content: OpenedContent, leased: Leased, person: Person & { readonly email: string }): WrittenMail {
  const key: MessageKey = { workspaceId: facts.workspaceId, launchId: facts.launchId, contactId: leased.contactId, seq: leased.seq }
  const publicId = toMessagePublicId({ launchId: facts.launchId, contactId: leased.contactId, seq: leased.seq })
  const input: MailInput = {
    contact: person.fields,
    messageKey: publicId,
    urls: mailUrls(deps, key, content.ownTargets),
    to: { address: person.email },
    messageId: leased.messageId ?? messageIdFor(deps.secrets, facts.senderDomain, key),
    date: leased.createdAt,
    unsubscribe: facts.stream === 'transactional' ? null : {},
    feedbackId: `${facts.campaignId ?? facts.launchId}:${facts.workspaceId}:${facts.stream}:inboxlift`,
    headers: { 'X-InboxLift-Message': publicId },
  }
  const from = `${signVerp(deps.secrets.signing, key)}@${deps.config.INBOXLIFT_BOUNCE_DOMAIN}`
  return { envelope: { from, to: person.email }, data: content.writer.writeMime(input) }
}

/**
 * Message-ID of a message: the signed message key, as in the return path, so that a report that quotes it can be traced.
 * The same for every try and every worker; after the first attempt the stored one counts, whatever the sender's domain.
 */
export function messageIdFor(secrets: Secrets, domain: string, key: MessageKey): string {
  return `<${signVerp(secrets.signing, key)}@${domain || 'inboxlift.invalid'}>`
}

/**
 * Signed addresses of this message's links, made when the template reaches them. A link whose target differs per person
 * carries it in the token, signed; for the others the redirect looks the frozen target up.
 */
export function mailUrls(deps: MailWriterDeps, key: MessageKey, ownTargets: ReadonlySet<number>): MailUrls {
  const base = publicUrl(deps.config)
  const { signer, secrets } = deps
  return {
    click: (linkNo, target) => {
      const token = signer.sign('click', { ...key, linkNo })
      return `${base}/t/c/${ownTargets.has(linkNo) ? signTarget(secrets.signing, token, target) : token}`
    },
    get open() {
      return `${base}/t/o/${signer.sign('open', key)}`
    },
    get unsubscribe() {
      return `${base}/u/${signer.sign('unsubscribe', key)}`
    },
    get view() {
      return `${base}/v/${signer.sign('view', key)}`
    },
  }
}
