// Test mails: what a campaign or template would send, to addresses of one's own, now. They are never counted: no message, no
// event, no pixel; links lead straight to their target, and the unsubscribe link belongs to nobody.
import { randomUUID } from 'node:crypto'
import { parseAddress, withWorkspace, type Address, type Id, type WorkspaceScope } from '../kernel/index.ts'
import { chooseProvider, sendLoose, type LooseDeps, type LooseQuestion, type LooseResult } from '../delivery/index.ts'
import { addressSuppressed } from './campaigns.sql.ts'
import { compileDraft, readHouseFacts, type Dress, type HouseFacts } from './compile-draft.ts'
import { campaignErrors } from './errors.ts'
import { harmlessUrls, previewFields, type Fields } from './preview-content.ts'
import { openContent, type ContentRenderer } from './render/index.ts'
import type { Content } from './template.ts'

export const MAX_TEST_RECIPIENTS = 10

export type TestDeps = LooseDeps & { clock: { now(): Date } }
export type TestMail = { content: Content; dress: Dress; to: readonly string[]; contactId: Id | null; question: LooseQuestion }
/** Per address: `outcome` null means that nothing was tried; `text` says why or what the server said. */
export type TestResult = { address: string; outcome: 'sent' | 'deferred' | 'refused' | 'in_doubt' | 'not_sent'; code: number | null; enhanced: string | null; text: string; server: string; provider: string | null; dialogue: string[] }

/**
 * Sends through the provider that the campaign would use, one address after the other. Addresses that must not be written
 * to are left out. Twice sends twice. Throws CAMPAIGN_TEST_RECIPIENT_INVALID, CAMPAIGN_SENDER_INVALID, CAMPAIGN_NO_PROVIDER,
 * DELIVERY_HELD, RENDER_TEMPLATE_INVALID, RENDER_FAILED.
 */
export async function sendTest(deps: TestDeps, scope: WorkspaceScope, test: TestMail): Promise<TestResult[]> {
  const recipients = readRecipients(test.to)
  const dress = await withSender(deps, scope, test, recipients[0]!)
  const keyring = await deps.keyrings.get(scope.workspaceId)
  const indexes = recipients.map((r) => keyring.blindIndex('email', r.normalised))
  const known = await withWorkspace(deps.pool, scope, async (tx) => ({
    house: await readHouseFacts(tx, scope.workspaceId),
    fields: await previewFields(tx, { workspaceId: scope.workspaceId, keyring }, test.contactId),
    suppressed: new Set((await addressSuppressed.many(tx, { workspace_id: scope.workspaceId, email_indexes: indexes })).map((s) => s.email_index.toString('hex'))),
  }), { readOnly: true })
  const renderer = await open(test, dress, known.house)
  const allowed = recipients.filter((_, i) => !known.suppressed.has(indexes[i]!.toString('hex')))
  const mails = allowed.map((r) => ({ from: dress.fromEmail, to: r.address, data: write(deps, renderer, test, dress, r, known.fields) }))
  const results = await sendLoose(deps, scope, test.question, mails)
  return recipients.map((r) => {
    const at = allowed.indexOf(r)
    return at < 0 ? SUPPRESSED(r) : toResult(r, results[at]!)
  })
}

function readRecipients(to: readonly string[]): Address[] {
  if (to.length === 0 || to.length > MAX_TEST_RECIPIENTS) throw campaignErrors.CAMPAIGN_TEST_RECIPIENT_INVALID({ data: { most: MAX_TEST_RECIPIENTS } })
  const found = new Map<string, Address>()
  for (const text of to) {
    const parsed = parseAddress(text.trim())
    if (!parsed.ok) throw campaignErrors.CAMPAIGN_TEST_RECIPIENT_INVALID({ data: { rule: parsed.rule } })
    found.set(parsed.address.normalised, parsed.address)
  }
  return [...found.values()]
}

/** The built-in inbox takes mail from anybody, so a first test needs no sender. */
async function withSender(deps: TestDeps, scope: WorkspaceScope, test: TestMail, first: Address): Promise<Dress> {
  if (test.dress.fromEmail !== '') return test.dress
  const fromEmail = 'sender@example.com'
  const provider = await chooseProvider(deps, scope, test.question, { from: fromEmail, to: first.address })
  if (!provider) throw campaignErrors.CAMPAIGN_NO_PROVIDER()
  if (provider.kind !== 'inbox') throw campaignErrors.CAMPAIGN_SENDER_INVALID({ detail: 'There is no sender address.', data: { field: 'from_email', rule: 'required' } })
  return { ...test.dress, fromEmail }
}

async function open(test: TestMail, dress: Dress, house: HouseFacts): Promise<ContentRenderer> {
  return openContent(await compileDraft(test.content, { ...dress, trackOpens: false, trackClicks: false }, house))
}

function write(deps: TestDeps, renderer: ContentRenderer, test: TestMail, dress: Dress, to: Address, contact: Fields): Buffer {
  return renderer.writeMime({
    contact, messageKey: `test-${randomUUID()}`, urls: harmlessUrls(deps.config), to: { address: to.address }, messageId: `<test.${randomUUID()}@${dress.fromEmail.split('@').at(-1)}>`, date: deps.clock.now(),
    unsubscribe: test.question.stream === 'transactional' ? null : {}, headers: { 'X-InboxLift-Test': '1' },
  })
}

const SUPPRESSED = (to: Address): TestResult => ({ address: to.address, outcome: 'not_sent', code: null, enhanced: null, text: 'Nobody may write to this address: it is suppressed.', server: '', provider: null, dialogue: [] })

function toResult(to: Address, r: LooseResult): TestResult {
  const base = { address: to.address, provider: r.provider?.name ?? null, dialogue: r.dialogue }
  if (!r.outcome) return { ...base, outcome: 'not_sent', code: null, enhanced: null, text: `Not sent: ${r.because}.`, server: '' }
  return { ...base, outcome: r.outcome.kind, code: r.outcome.code, enhanced: r.outcome.enhanced, text: r.outcome.text, server: r.outcome.server }
}
