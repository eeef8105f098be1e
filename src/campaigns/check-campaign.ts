// What stands between a campaign and its launch. Errors forbid it, warnings ask for a second look.
import { isAppError, parseAddress, publicUrl, type Config, type Id, type Tx } from '../kernel/index.ts'
import type { SegmentContext } from '../segments/index.ts'
import { providerStates, sendingDomainState } from './campaigns.sql.ts'
import type { Campaign } from './campaign.ts'
import { compileDraft, readHouseFacts, type Dress, type HouseFacts } from './compile-draft.ts'
import { countReachable } from './count-audience.ts'
import { campaignErrors } from './errors.ts'
import type { CompiledContent, Problem } from './render/index.ts'
import { getCampaign } from './save-campaign.ts'
import { getTemplate } from './save-template.ts'
import type { Template } from './template.ts'

export type Finding = { level: 'error' | 'warning'; code: string; text: string; hint: string }
export type CheckContext = SegmentContext & { config: Config }

/** Above this, Gmail shows only the beginning of a mail. */
const CLIPPED_ABOVE = 102 * 1024

/** All findings, errors first; none of level error means that a launch is accepted now. Throws CAMPAIGN_NOT_FOUND. */
export async function checkCampaign(tx: Tx, context: CheckContext, campaignId: Id): Promise<Finding[]> {
  const campaign = await getCampaign(tx, context.workspaceId, campaignId)
  const house = await readHouseFacts(tx, context.workspaceId)
  const template = campaign.templateId === null ? null : await getTemplate(tx, context.workspaceId, campaign.templateId)
  const findings = [
    ...(await checkSender(tx, context.workspaceId, campaign)),
    ...(await checkContent(campaign, template, house)),
    ...(await checkAudience(tx, context, campaign)),
    ...(await checkProvider(tx, context.workspaceId, campaign)),
    ...checkSurroundings(context.config, campaign, house),
  ]
  return findings.toSorted((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'))
}

/**
 * Refuses a launch that a check forbids: throws CAMPAIGN_NOT_READY with all errors but those named in `forgiven`. What is
 * launched already is let through: launching it again is no failure.
 */
export async function assertReady(tx: Tx, context: CheckContext, campaignId: Id, forgiven: readonly string[] = []): Promise<void> {
  const { state } = await getCampaign(tx, context.workspaceId, campaignId)
  if (!['draft', 'scheduled', 'failed'].includes(state)) return
  const errors = (await checkCampaign(tx, context, campaignId)).filter((f) => f.level === 'error' && !forgiven.includes(f.code))
  if (errors.length > 0) throw campaignErrors.CAMPAIGN_NOT_READY({ detail: errors.map((e) => e.text).join(' '), data: { errors: errors.map((e) => ({ field: e.code, rule: 'check', message: `${e.text} ${e.hint}` })) } })
}

/** Findings that a schedule overlooks: people may come until then. */
export const FORGIVEN_BY_SCHEDULE: readonly string[] = ['AUDIENCE_EMPTY']

/** How the campaign dresses its template; an empty sender is shown as one, so that content can still be looked at. */
export function dressOf(c: Campaign): Dress {
  return { campaignId: c.campaignId, campaignName: c.name, fromName: c.fromName, fromEmail: c.fromEmail, replyTo: c.replyTo, subject: c.subject, trackOpens: c.trackOpens, trackClicks: c.trackClicks }
}

const error = (code: string, text: string, hint: string): Finding => ({ level: 'error', code, text, hint })
const warning = (code: string, text: string, hint: string): Finding => ({ level: 'warning', code, text, hint })

async function checkSender(tx: Tx, workspaceId: Id, c: Campaign): Promise<Finding[]> {
  if (c.fromEmail === '') return [error('SENDER_MISSING', 'There is no sender address.', 'Enter the address that the mails come from.')]
  const parsed = parseAddress(c.fromEmail)
  if (!parsed.ok) return [error('SENDER_INVALID', 'The sender address is not valid.', 'Write one address such as news@example.com.')]
  const found: Finding[] = []
  if (c.fromName === '') found.push(warning('SENDER_NAME_MISSING', 'The mails show an address instead of a name.', 'Enter a sender name that people know.'))
  if (c.replyTo !== null && !parseAddress(c.replyTo).ok) found.push(error('REPLY_TO_INVALID', 'The reply address is not valid.', 'Correct or empty it.'))
  const domain = await sendingDomainState.one(tx, { workspace_id: workspaceId, domain: parsed.address.domain })
  if (!domain || domain.keys === 0) found.push(warning('SENDER_UNSIGNED', `Mails from ${parsed.address.domainUnicode} are not signed here.`, 'Set up a DKIM key for the domain, unless your provider signs for you; unsigned mail ends in spam.'))
  return found
}

async function checkContent(c: Campaign, template: Template | null, house: HouseFacts): Promise<Finding[]> {
  if (!template) return [error('TEMPLATE_MISSING', 'There is no content.', 'Choose a template.')]
  const found: Finding[] = []
  const subject = c.subject ?? template.subject
  if (subject.trim() === '') found.push(error('SUBJECT_MISSING', 'There is no subject.', 'Write one in the campaign or in the template.'))
  if (template.archivedAt) found.push(warning('TEMPLATE_ARCHIVED', 'The template is archived.', 'It can still be sent; choose another one if that is not meant.'))
  const sender = parseAddress(c.fromEmail).ok ? c.fromEmail : 'sender@example.com'
  try {
    const compiled = await compileDraft(template, { ...dressOf(c), subject: subject.trim() === '' ? '–' : subject, fromEmail: sender, replyTo: null }, house)
    return [...found, ...checkCompiled(c, compiled, house)]
  } catch (thrown) {
    if (!isAppError(thrown) || thrown.status >= 500) throw thrown
    const problems = (thrown.data?.problems ?? []) as Problem[]
    if (problems.length === 0) return [...found, error('CONTENT_INVALID', thrown.message, thrown.hint)]
    return [...found, ...problems.map((p, i) => error(i === 0 ? 'CONTENT_INVALID' : `CONTENT_INVALID_${i + 1}`, `${place(p)}: ${p.message}`, p.hint))]
  }
}

const place = (p: Problem): string => (p.line === null ? p.part : `${p.part}, line ${p.line}`)

function checkCompiled(c: Campaign, compiled: CompiledContent, house: HouseFacts): Finding[] {
  const found: Finding[] = []
  const reads = (...names: string[]): boolean => names.some((n) => compiled.fields.includes(n))
  const isMarketing = c.stream === 'marketing'
  if (isMarketing && !reads('unsubscribe_url', 'preferences_url')) found.push(warning('UNSUBSCRIBE_LINK_MISSING', 'The content has no unsubscribe link.', 'Mail programs show one from the header; put {{ unsubscribe_url }} into the footer for everybody else.'))
  if (isMarketing && !reads('workspace.postal_address', 'workspace') && !(house.postalAddress !== '' && compiled.html?.includes(house.postalAddress))) found.push(warning('POSTAL_ADDRESS_NOT_SHOWN', 'The content does not show a postal address.', 'Many countries ask for one: put {{ workspace.postal_address }} into the footer.'))
  for (const [i, w] of compiled.warnings.entries()) found.push(warning(i === 0 ? 'CONTENT_WARNING' : `CONTENT_WARNING_${i + 1}`, `${place(w)}: ${w.message}`, w.hint))
  if (Buffer.byteLength(compiled.html ?? '') > CLIPPED_ABOVE) found.push(warning('CONTENT_LARGE', 'The HTML is larger than 102 kB.', 'Some mail programs cut it there, and with it the unsubscribe link and the count of opens; make it shorter.'))
  if (c.trackClicks && compiled.links.length === 0) found.push(warning('NO_LINKS', 'Clicks are counted, but there is no link.', 'Add a link, or switch counting clicks off.'))
  return found
}

async function checkAudience(tx: Tx, context: CheckContext, c: Campaign): Promise<Finding[]> {
  if (!c.audience.some((p) => !p.exclude)) return [error('AUDIENCE_MISSING', 'Nobody is chosen.', 'Choose at least one list or segment.')]
  const found: Finding[] = c.audience.filter((p) => p.isArchived).slice(0, 1).map((p) => warning('AUDIENCE_ARCHIVED', `The ${p.kind} “${p.name}” is archived.`, 'It still counts; take it out if that is not meant.'))
  try {
    if ((await countReachable(tx, context, c.audience)) === 0) found.push(error('AUDIENCE_EMPTY', 'Nobody would get it now.', 'The chosen lists and segments hold nobody who may be written to, or the excluded ones take everybody out.'))
  } catch (thrown) {
    if (!isAppError(thrown) || thrown.status >= 500) throw thrown
    found.push(error('AUDIENCE_INVALID', `The audience cannot be counted: ${thrown.message}`, thrown.hint))
  }
  return found
}

async function checkProvider(tx: Tx, workspaceId: Id, c: Campaign): Promise<Finding[]> {
  const all = await providerStates.many(tx, { workspace_id: workspaceId })
  const chosen = all.find((p) => p.provider_id === c.providerId)
  if (c.providerId !== null && chosen?.state !== 'active') return [error('PROVIDER_NOT_ACTIVE', 'The chosen provider is not active.', 'Activate it, or choose another one.')]
  const active = all.filter((p) => p.state === 'active')
  if (active.length === 0) return [error('NO_PROVIDER', 'No provider is active.', 'Add an SMTP server, or activate the test inbox.')]
  const catchesAll = chosen ? chosen.kind === 'inbox' : active.every((p) => p.kind === 'inbox')
  return catchesAll ? [warning('TEST_INBOX_ONLY', 'The mails go to the built-in test inbox, not to people.', 'Good for trying out. Add a provider to reach people.')] : []
}

function checkSurroundings(config: Config, c: Campaign, house: HouseFacts): Finding[] {
  const found: Finding[] = []
  if (c.stream === 'marketing' && house.postalAddress.trim() === '') found.push(warning('POSTAL_ADDRESS_MISSING', 'The workspace has no postal address.', 'Enter it in the settings; many countries ask for one in every advertisement.'))
  if (/^https?:\/\/(localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(publicUrl(config))) found.push(warning('LINKS_LOCAL', 'Links in the mails lead to this machine only.', 'Set INBOXLIFT_PUBLIC_URL to an address that recipients can reach.'))
  if (!c.trackOpens && !c.trackClicks) found.push(warning('TRACKING_OFF', 'Neither opens nor clicks are counted.', 'The report will show deliveries and unsubscribes only.'))
  return found
}
