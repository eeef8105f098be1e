// "View in browser": what is needed to show one person his message again, from the frozen content.
import type { Pool } from 'pg'
import { kernelErrors, withWorkspace, type Config, type Keyrings, type MessageKey, type Secrets, type Signer, type WorkspaceScope } from '../kernel/index.ts'
import { contentVersionGet, messageGet } from './delivery.sql.ts'
import { toMessagePublicId } from './message.ts'
import { readRecipients } from './steps/read-recipients.ts'
import { mailUrls } from './steps/write-mail.ts'
import type { MailUrls } from './content.ts'

export type ViewDeps = { pool: Pool; keyrings: Keyrings; config: Config; secrets: Secrets; signer: Signer }

export type MessageView = { compiled: unknown; recipient: { contact: Readonly<Record<string, unknown>>; messageKey: string; urls: MailUrls }; sentAt: Date }

/**
 * Frozen content and the person's fields as they are now. Throws NOT_FOUND for a message that is gone, was never frozen,
 * or whose person was erased.
 */
export async function viewMessage(deps: ViewDeps, key: MessageKey): Promise<MessageView> {
  const scope: WorkspaceScope = { workspaceId: key.workspaceId, actor: 'contact', origin: 'ui' }
  const message = await withWorkspace(deps.pool, scope, async (tx) => {
    const row = await messageGet.one(tx, { workspace_id: key.workspaceId, launch_id: key.launchId, contact_id: key.contactId, seq: key.seq })
    if (!row || row.campaign_id === null || row.content_version === null) throw kernelErrors.NOT_FOUND()
    const content = await contentVersionGet.one(tx, { workspace_id: key.workspaceId, campaign_id: row.campaign_id, content_version: row.content_version })
    if (!content) throw kernelErrors.NOT_FOUND()
    return { ...row, compiled: content.compiled }
  }, { readOnly: true })
  const keyring = await deps.keyrings.get(key.workspaceId)
  const person = (await readRecipients(deps.pool, scope, keyring, [key.contactId])).get(key.contactId)
  if (!person || person.email === null) throw kernelErrors.NOT_FOUND()
  const messageKey = toMessagePublicId({ launchId: key.launchId, contactId: key.contactId, seq: key.seq })
  const links = (message.compiled as { links?: readonly { no: number; url: string | null }[] }).links ?? []
  return { compiled: message.compiled, recipient: { contact: person.fields, messageKey, urls: mailUrls(deps, key, new Set(links.filter((l) => l.url === null).map((l) => l.no))) }, sentAt: message.sent_at ?? message.created_at }
}

