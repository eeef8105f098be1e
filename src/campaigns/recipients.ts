// Who a campaign went to and what became of each: page by page for screens, as a stream for files.
import type { Pool } from 'pg'
import { toPublicId, withWorkspace, type Id, type Keyring, type Tx, type WorkspaceScope } from '../kernel/index.ts'
import { contactCells } from '../contacts/index.ts'
import type { MessageState } from '../delivery/index.ts'
import { launchOfCampaign, recipientPage } from './campaigns.sql.ts'
import { getCampaign } from './save-campaign.ts'

export type Recipient = {
  launchId: Id
  contactId: Id
  /** Null after an erasure. */
  email: string | null
  state: MessageState
  reason: string | null
  attempts: number
  lastCode: number | null
  variantNo: number
  createdAt: Date
  stateAt: Date
  sentAt: Date | null
}

export type RecipientCursor = { launchId: Id; contactId: Id }

/**
 * By launch, then by contact; answers one more than `limit` when there is a next page. No state named: all of them.
 * Throws CAMPAIGN_NOT_FOUND.
 */
export async function pageRecipients(tx: Tx, context: { workspaceId: Id; keyring: Keyring }, campaignId: Id, page: { limit: number; after?: RecipientCursor | undefined; states?: readonly MessageState[] | undefined }): Promise<Recipient[]> {
  const { workspaceId, keyring } = context
  const launches = await launchOfCampaign.many(tx, { workspace_id: workspaceId, campaign_id: campaignId })
  if (launches.length === 0) await getCampaign(tx, workspaceId, campaignId)
  const found: Recipient[] = []
  for (const { launch_id } of launches) {
    if (page.after && BigInt(launch_id) < BigInt(page.after.launchId)) continue
    const missing = page.limit + 1 - found.length
    if (missing <= 0) break
    const after = page.after?.launchId === launch_id ? page.after.contactId : '0'
    const rows = await recipientPage.many(tx, { workspace_id: workspaceId, launch_id, after_contact_id: after, states: [...(page.states ?? [])], page_size: String(missing) })
    for (const r of rows) {
      found.push({
        launchId: r.launch_id, contactId: r.contact_id, email: r.email_ct && keyring.decrypt(contactCells.email(r.person_id), r.email_ct), state: r.state as MessageState, reason: r.reason, attempts: r.attempts, lastCode: r.last_code,
        variantNo: r.variant_no, createdAt: r.created_at, stateAt: r.state_at, sentAt: r.sent_at,
      })
    }
  }
  return found
}

const CSV_BATCH = 2_000
const COLUMNS = ['contact_id', 'email', 'state', 'reason', 'attempts', 'smtp_code', 'variant', 'queued_at', 'state_at', 'sent_at']

/**
 * RFC 4180 text, a piece per batch; each batch is a transaction of its own, so a slow reader holds none. Rows that change
 * meanwhile show what was true when they were read. Cells that a spreadsheet would run are disarmed.
 */
export async function* recipientsCsv(pool: Pool, scope: WorkspaceScope, keyring: Keyring, campaignId: Id, states: readonly MessageState[] = []): AsyncGenerator<string> {
  let after: RecipientCursor | undefined
  let head = `${COLUMNS.join(',')}\r\n`
  for (;;) {
    const rows = await withWorkspace(pool, scope, (tx) => pageRecipients(tx, { workspaceId: scope.workspaceId, keyring }, campaignId, { limit: CSV_BATCH, after, states }), { readOnly: true })
    const batch = rows.slice(0, CSV_BATCH)
    yield head + batch.map(csvLine).join('')
    head = ''
    const last = batch.at(-1)
    if (!last || rows.length <= CSV_BATCH) return
    after = { launchId: last.launchId, contactId: last.contactId }
  }
}

function csvLine(r: Recipient): string {
  const cells = [toPublicId('con', r.contactId), r.email, r.state, r.reason, r.attempts, r.lastCode, r.variantNo, r.createdAt, r.stateAt, r.sentAt]
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** Text that begins with = + - @ or a control character is run as a formula by spreadsheets (OWASP CSV injection). */
function csvCell(value: string | number | Date | null): string {
  if (value === null) return ''
  const plain = value instanceof Date ? value.toISOString() : String(value)
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
