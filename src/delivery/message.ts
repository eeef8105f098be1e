// The noun: one mail to one contact, its key, its states, its public name.
import { fromPublicId, kernelErrors, toPublicId, type Id } from '../kernel/index.ts'

export const MESSAGE_STATES = ['accepted', 'ready', 'leased', 'attempting', 'sent', 'delivered', 'deferred', 'bounced', 'failed', 'skipped', 'in_doubt', 'held', 'cancelled'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]

/** States in which nothing happens any more by itself. */
export const FINAL_STATES: ReadonlySet<MessageState> = new Set(['sent', 'delivered', 'bounced', 'failed', 'skipped', 'cancelled'])

export type MessageClass = 'at_least_once' | 'at_most_once'

/** The key of delivery.message inside one workspace. */
export type MessageRef = { readonly launchId: Id; readonly contactId: Id; readonly seq: Id }

/** Name of a message inside a process: maps and sets are keyed by it. */
export const refKey = (contactId: Id, seq: Id): string => (seq === '0' ? contactId : `${contactId}/${seq}`)

const tail = (id: Id): string => toPublicId('x', id).slice(2)

/** `msg_` + launch, contact and, for transactional mail, seq: 26 or 39 characters, opaque to clients. */
export function toMessagePublicId(ref: MessageRef): string {
  return `msg_${tail(ref.launchId)}${tail(ref.contactId)}${ref.seq === '0' ? '' : tail(ref.seq)}`
}

/** The inverse. Throws PUBLIC_ID_INVALID. */
export function fromMessagePublicId(text: string): MessageRef {
  const match = /^msg_([0-9a-z]{13})([0-9a-z]{13})([0-9a-z]{13})?$/.exec(text)
  if (!match) throw kernelErrors.PUBLIC_ID_INVALID({ data: { expected: 'msg_…' } })
  const part = (s: string | undefined): Id => (s === undefined ? '0' : fromPublicId('x', `x_${s}`))
  return { launchId: part(match[1]), contactId: part(match[2]), seq: part(match[3]) }
}
