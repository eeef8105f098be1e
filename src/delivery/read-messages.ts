// Messages and their attempts as people look at them. The server's words about an attempt are opened here, for whoever
// may see them.
import type { Id, Keyring, Tx } from '../kernel/index.ts'
import { attemptList, messageGet, messageList, messageListOfContact, messageListUncertain, type AttemptListRow, type MessageGetRow } from './delivery.sql.ts'
import { deliveryErrors } from './errors.ts'
import type { MessageRef, MessageState } from './message.ts'
import { diagnosticKey } from './steps/settle-outcome.ts'

export type Message = MessageGetRow
export type Attempt = Omit<AttemptListRow, 'diagnostic_ct'> & { diagnostic: string | null }

/** Throws DELIVERY_MESSAGE_NOT_FOUND. */
export async function getMessage(tx: Tx, workspaceId: Id, ref: MessageRef): Promise<Message> {
  const row = await messageGet.one(tx, { workspace_id: workspaceId, launch_id: ref.launchId, contact_id: ref.contactId, seq: ref.seq })
  if (!row) throw deliveryErrors.DELIVERY_MESSAGE_NOT_FOUND()
  return row
}

/** Attempts of a message, the first first, with what the server said. */
export async function listAttempts(tx: Tx, workspaceId: Id, keyring: Keyring, ref: MessageRef): Promise<Attempt[]> {
  const rows = await attemptList.many(tx, { workspace_id: workspaceId, launch_id: ref.launchId, contact_id: ref.contactId, seq: ref.seq })
  return rows.map(({ diagnostic_ct, ...row }) => ({
    ...row,
    diagnostic: diagnostic_ct && keyring.decrypt({ table: 'delivery.attempt', column: 'diagnostic_ct', rowKey: diagnosticKey(ref.launchId, ref.contactId, ref.seq, row.attempt_no) }, diagnostic_ct),
  }))
}

export type LaunchPage = { launchId: Id; states: readonly MessageState[]; after?: { contactId: Id; seq: Id }; limit: number }

/** Messages of one launch in the order of their recipients; `limit` + 1 rows tell whether there are more. */
export function listMessagesOfLaunch(tx: Tx, workspaceId: Id, page: LaunchPage): Promise<Message[]> {
  return messageList.many(tx, {
    workspace_id: workspaceId, launch_id: page.launchId, after_contact_id: page.after?.contactId ?? '0', after_seq: page.after?.seq ?? '-1', states: [...page.states], page_size: String(page.limit),
  })
}

const LAST_ID = '9223372036854775807'

/** Messages to one person, the newest launch first. */
export function listMessagesOfContact(tx: Tx, workspaceId: Id, page: { contactId: Id; before?: { launchId: Id; seq: Id }; limit: number }): Promise<Message[]> {
  return messageListOfContact.many(tx, { workspace_id: workspaceId, contact_id: page.contactId, before_launch_id: page.before?.launchId ?? LAST_ID, before_seq: page.before?.seq ?? LAST_ID, page_size: String(page.limit) })
}

/** Messages in doubt or held, the oldest first. */
export function listUncertainMessages(tx: Tx, workspaceId: Id, page: { after?: { stateAt: string; launchId: Id; contactId: Id }; limit: number }): Promise<(Message & { state_at_text: string })[]> {
  return messageListUncertain.many(tx, {
    workspace_id: workspaceId, after_state_at: page.after?.stateAt ?? '-infinity', after_launch_id: page.after?.launchId ?? '0', after_contact_id: page.after?.contactId ?? '0', page_size: String(page.limit),
  })
}
