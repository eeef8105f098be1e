/** SendGrid event webhook: an array of flat objects; the sender's own arguments stand among the fields. */
import type { BounceClass } from '../bounce/index.ts'
import type { EventType } from '../event.ts'
import { failure } from './failure.ts'
import { first, flag, num, obj, recipientOf, str, texts, time } from './read.ts'
import type { Json } from './read.ts'
import { makeEvent } from './webhook-event.ts'
import type { Reading, WebhookEvent } from './webhook-event.ts'

const TYPES: Record<string, EventType> = {
  processed: 'queued', deferred: 'deferred', delivered: 'delivered', bounce: 'bounced', blocked: 'bounced', dropped: 'rejected', open: 'opened', click: 'clicked', spamreport: 'complained', unsubscribe: 'unsubscribed', group_unsubscribe: 'unsubscribed',
}

const OWN = new Set(
  `email timestamp event smtp-id sg_event_id sg_message_id sg_template_id sg_template_name sg_content_type sg_machine_open category useragent ip url
url_offset reason status response attempt type tls cert_err asm_group_id marketing_campaign_id marketing_campaign_name marketing_campaign_version
marketing_campaign_split_id post_type newsletter bounce_classification send_at pool singlesend_id singlesend_name template_id template_hash template_version_id domain from sg_user_id`.split(/\s+/),
)

const CLASSIFIED: Record<string, BounceClass> = {
  'invalid address': 'unknown_user', 'mailbox unavailable': 'unknown_user', content: 'content', reputation: 'block', 'technical failure': 'network', technical: 'network', 'frequency or volume too high': 'throttled', 'frequency/volume': 'throttled',
}

/** Why SendGrid did not even try. */
const DROPPED: readonly (readonly [RegExp, BounceClass, boolean])[] = [
  [/bounced address/i, 'hard', true], [/invalid smtpapi|smtpapi header/i, 'protocol', false], [/invalid/i, 'unknown_user', true], [/spam content/i, 'spam', false], [/unsubscribed|spam reporting|suppress|list over package/i, 'policy', false],
]

/** Read one event of the array. */
export function readSendgrid(payload: unknown): Reading {
  const event = obj(payload)
  const type = (str(event['event']) ?? '').toLowerCase()
  const kind = TYPES[type]
  if (kind === undefined) return type === '' ? 'no event name' : `event ${type} is not about a message's fate`
  const id = str(event['sg_event_id'])
  return [makeEvent('sendgrid', {
    event_type: kind,
    occurred_at: time(event['timestamp']),
    recipient: recipientOf(event['email']),
    ...(id === null ? {} : { provider_event_id: id }),
    ...message(event),
    link: str(event['url']),
    user_agent: str(event['useragent']),
    ip: kind === 'opened' || kind === 'clicked' ? str(event['ip']) : null,
    bot: flag(event['sg_machine_open']),
    metadata: texts(event, OWN),
    ...fate(kind, type, event),
  })]
}

/** The id's part before the first dot is what the sending API answered (X-Message-Id). */
function message(event: Json): Partial<WebhookEvent> {
  const id = str(event['sg_message_id'])
  const smtp = str(event['smtp-id'])
  const refs = [id?.includes('.') === true ? id.split('.')[0] : undefined, smtp].filter((ref): ref is string => typeof ref === 'string' && ref !== '')
  return { provider_message_id: id, provider_message_refs: refs }
}

function fate(kind: EventType, type: string, event: Json): Partial<WebhookEvent> {
  const said = first(event, 'reason', 'response')
  const enhanced = str(event['status'])
  if (kind === 'deferred') return failure({ said, enhanced, temporary: true })
  if (kind === 'bounced') {
    const isBlocked = type === 'blocked' || str(event['type'])?.toLowerCase() === 'blocked'
    const isExpired = str(event['type'])?.toLowerCase() === 'expired'
    return failure({ said, enhanced, category: CLASSIFIED[(str(event['bounce_classification']) ?? '').toLowerCase()] ?? (isExpired ? 'expired' : isBlocked ? 'block' : undefined), final: !isBlocked && !isExpired })
  }
  if (kind === 'rejected') {
    const known = DROPPED.find(([test]) => test.test(said ?? ''))
    return { diagnostic: said, class: known?.[1] ?? 'policy', hard: known?.[2] ?? false }
  }
  if (kind === 'complained') return { class: 'complaint', hard: false }
  if (kind === 'delivered') return { diagnostic: said, smtp_code: num(/^\s*(2\d\d)\b/.exec(said ?? '')?.[1]), enhanced_code: /^\s*2\d\d[ -]+(2\.\d{1,3}\.\d{1,3})/.exec(said ?? '')?.[1] ?? null }
  return {}
}
