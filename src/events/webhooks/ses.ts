/**
 * Amazon SES: event publishing (`eventType`) and identity feedback (`notificationType`), bare or inside an SNS
 * envelope. One payload may name several recipients; each becomes an event.
 */
import type { BounceClass } from '../bounce/index.ts'
import type { EventType } from '../event.ts'
import { failure } from './failure.ts'
import { address, inner, list, obj, recipientOf, str, texts, time } from './read.ts'
import type { Json } from './read.ts'
import { makeEvent } from './webhook-event.ts'
import type { Reading, WebhookEvent } from './webhook-event.ts'

const SIMPLE: Record<string, EventType> = { send: 'sent', delivery: 'delivered', reject: 'rejected', 'rendering failure': 'rejected', renderingfailure: 'rejected', open: 'opened', click: 'clicked', complaint: 'complained' }

const BOUNCE: Record<string, BounceClass> = {
  noemail: 'unknown_user', mailboxfull: 'quota', messagetoolarge: 'too_large', contentrejected: 'content', attachmentrejected: 'content', suppressed: 'hard', onaccountsuppressionlist: 'hard', unsubscribedrecipient: 'policy',
}

const DELAY: Record<string, BounceClass> = {
  mailboxfull: 'quota', spamdetected: 'spam', recipientservererror: 'soft', ipfailure: 'block', transientcommunicationfailure: 'network', byoiphostnamelookupunavailable: 'auth', internalfailure: 'soft', sendingdeferral: 'throttled', general: 'soft',
}

/** Read one SES payload. */
export function readSes(payload: unknown): Reading {
  const envelope = obj(payload)
  const type = str(envelope['Type'])
  if (type === 'SubscriptionConfirmation' || type === 'UnsubscribeConfirmation') return `SNS ${type}: confirm by its SubscribeURL`
  if (type === 'Notification' && 'Message' in envelope) return readRecord(inner(envelope['Message']), str(envelope['MessageId']))
  return readRecord(envelope, null)
}

function readRecord(record: Json, envelopeId: string | null): Reading {
  const type = (str(record['eventType']) ?? str(record['notificationType']) ?? '').toLowerCase()
  const mail = obj(record['mail'])
  if (type === '') return 'not an SES event'
  if (type === 'bounce') return bounces(obj(record['bounce']), mail, envelopeId)
  if (type === 'deliverydelay') return delays(obj(record['deliveryDelay']), mail, envelopeId)
  if (type === 'subscription') return subscription(obj(record['subscription']), mail, envelopeId)
  const kind = SIMPLE[type]
  if (kind === undefined) return `event type ${type} is not about one of our messages' fate`
  return simple(kind, type, record, mail, envelopeId)
}

/** What all records share: the message and the arguments given with it. */
function message(mail: Json): Partial<WebhookEvent> {
  const common = obj(mail['commonHeaders'])
  const headers = list(mail['headers']).map(obj)
  const header = (name: string): string | null => str(headers.find((item) => str(item['name'])?.toLowerCase() === name)?.['value'])
  const messageId = str(common['messageId']) ?? header('message-id')
  return {
    provider_message_id: str(mail['messageId']),
    provider_message_refs: messageId === null ? [] : [messageId],
    metadata: { ...texts(mail['tags'], new Set(['ses:source-ip', 'ses:from-domain', 'ses:caller-identity', 'ses:outgoing-ip', 'ses:source-tls-version'])), ...ownHeaders(headers) },
  }
}

/** Headers of our own come back with the event. */
function ownHeaders(headers: readonly Json[]): Record<string, string> {
  const own = headers.filter((item) => /^x-/i.test(str(item['name']) ?? '') && !/^x-(?:ses|mailer|priority|originating)/i.test(str(item['name']) ?? ''))
  return Object.fromEntries(own.slice(0, 20).map((item) => [(str(item['name']) ?? '').toLowerCase(), (str(item['value']) ?? '').slice(0, 2000)]))
}

/** An id for each of several recipients; the order in the record is the provider's and stays. */
function naming(id: string | null, count: number): (index: number) => { provider_event_id?: string } {
  return (index) => (id === null ? {} : { provider_event_id: count === 1 ? id : `${id}:${index}` })
}

function bounces(bounce: Json, mail: Json, envelopeId: string | null): Reading {
  const type = (str(bounce['bounceType']) ?? '').toLowerCase()
  const subType = (str(bounce['bounceSubType']) ?? '').toLowerCase()
  const people = list(bounce['bouncedRecipients']).map(obj)
  if (people.length === 0) return 'bounce without recipients'
  const named = naming(str(bounce['feedbackId']) ?? envelopeId, people.length)
  return people.map((one, index) => makeEvent('ses', {
    event_type: 'bounced', ...message(mail), ...named(index), occurred_at: time(bounce['timestamp']) ?? time(mail['timestamp']), recipient: recipientOf(one['emailAddress']),
    ...failure({ said: str(one['diagnosticCode']), enhanced: str(one['status']), category: BOUNCE[subType] ?? (type === 'permanent' ? 'hard' : type === 'transient' ? 'soft' : undefined), final: type === 'permanent' ? true : type === 'transient' ? false : undefined }),
  }))
}

function delays(delay: Json, mail: Json, envelopeId: string | null): Reading {
  const people = list(delay['delayedRecipients']).map(obj)
  if (people.length === 0) return 'delay without recipients'
  const named = naming(envelopeId, people.length)
  return people.map((one, index) => makeEvent('ses', {
    event_type: 'deferred', ...message(mail), ...named(index), occurred_at: time(delay['timestamp']), recipient: recipientOf(one['emailAddress']),
    ...failure({ said: str(one['diagnosticCode']), enhanced: str(one['status']), category: DELAY[(str(delay['delayType']) ?? '').toLowerCase()], temporary: true }),
  }))
}

/** A recipient used the unsubscribe page that SES offers. Someone who only opted in to a topic is no unsubscriber. */
function subscription(change: Json, mail: Json, envelopeId: string | null): Reading {
  const wishes = obj(change['newTopicPreferences'])
  const isOut = wishes['unsubscribeAll'] === true || list(wishes['topicSubscriptionStatus']).some((topic) => str(obj(topic)['subscriptionStatus'])?.toLowerCase() === 'optout')
  if (!isOut) return 'subscription change that is no unsubscribe'
  return people(mail).map((recipient, index, all) => makeEvent('ses', {
    event_type: 'unsubscribed', ...message(mail), ...naming(envelopeId, all.length)(index), occurred_at: time(change['timestamp']), recipient,
  }))
}

function simple(kind: EventType, type: string, record: Json, mail: Json, envelopeId: string | null): Reading {
  const detail = obj(record[type === 'rendering failure' || type === 'renderingfailure' ? 'failure' : type])
  const told = kind === 'complained' ? list(detail['complainedRecipients']).map((one) => obj(one)['emailAddress']) : kind === 'delivered' ? list(detail['recipients']) : []
  const recipients = told.length > 0 ? told.map(recipientOf) : people(mail)
  const named = naming(str(detail['feedbackId']) ?? envelopeId, recipients.length)
  return recipients.map((recipient, index) => makeEvent('ses', {
    event_type: kind, ...message(mail), ...named(index), occurred_at: time(detail['timestamp']) ?? time(mail['timestamp']), recipient, ...extras(kind, detail),
  }))
}

function extras(kind: EventType, detail: Json): Partial<WebhookEvent> {
  if (kind === 'opened' || kind === 'clicked') return { user_agent: str(detail['userAgent']), ip: str(detail['ipAddress']), link: str(detail['link']) }
  if (kind === 'complained') return { class: 'complaint', hard: false, diagnostic: str(detail['complaintFeedbackType']), user_agent: str(detail['userAgent']) }
  if (kind === 'delivered') return reply(str(detail['smtpResponse']))
  if (kind === 'rejected') return { class: 'content', hard: false, diagnostic: str(detail['reason']) ?? str(detail['errorMessage']) }
  return {}
}

function reply(text: string | null): Partial<WebhookEvent> {
  const match = /^\s*(2\d\d)(?:[ -]+(2\.\d{1,3}\.\d{1,3}))?/.exec(text ?? '')
  return { diagnostic: text, smtp_code: match === null ? null : Number(match[1]), enhanced_code: match?.[2] ?? null }
}

function people(mail: Json): (string | null)[] {
  const found = list(mail['destination']).map(address).filter((one) => one !== null)
  return found.length > 0 ? found : [null]
}
