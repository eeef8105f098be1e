// The table at the end: what InboxLift says, what its raw rows say when they are counted by hand, what was really done.
import { campaignReport, recount, type CampaignReport } from '../events/index.ts'
import { getImport, getList } from '../contacts/index.ts'
import { kernelErrors, withWorkspace, type Id, type Tx } from '../kernel/index.ts'
import { countSegment, getSegment } from '../segments/index.ts'
import type { Audience } from './choose-audience.ts'
import { isExcluded, isFriend, isRecipient, isWanted, WANTED_INTEREST } from './choose-audience.ts'
import type { DemoRun } from './deps.ts'
import { demoAccepted, demoAudienceRaw, demoEventsRaw, demoImportRaw, demoLinksRaw, demoRejectsAsSaid, demoSuppressed, type DemoEventsRawRow } from './demo.sql.ts'
import type { Imported } from './import-file.ts'
import { messageStates, type Sent, type States } from './launch-letter.ts'
import { INTEREST, type DemoFile } from './make-file.ts'
import type { ReceivedMail } from './collect-mails.ts'
import type { Tally } from './tally.ts'
import { LINKS } from './template.ts'

/** One line of the table; null where there is nothing of the kind. */
export type Figure = { group: 'Import' | 'Audience' | 'Delivery' | 'People'; name: string; says: number; rows: number | null; done: number | null }

/** Everything a run produced. */
export type Story = { file: DemoFile; imported: Imported; audience: Audience; sent: Sent; mails: readonly ReceivedMail[]; tally: Tally; /** Refusals at the test inbox since the launch. */ refusals: number }

export const holds = (f: Figure): boolean => (f.rows === null || f.rows === f.says) && (f.done === null || f.done === f.says)

type Raw = { report: CampaignReport; states: States; events: DemoEventsRawRow[]; links: Map<number, number>; accepted: number; suppressed: number }

/** Report and raw rows of the campaign, read from one snapshot: nothing moves between the two. */
export async function readCampaign(demo: DemoRun, sent: Sent): Promise<Raw> {
  const workspace_id = demo.scope.workspaceId
  const key = { workspace_id, campaign_id: sent.campaignId }
  return withWorkspace(demo.pool, demo.scope, async (tx) => ({
    report: await campaignReport(tx, workspace_id, sent.campaignId),
    states: await messageStates(tx, workspace_id, sent.launchId),
    events: await demoEventsRaw.many(tx, { ...key, launch_id: sent.launchId }),
    links: new Map((await demoLinksRaw.many(tx, key)).map((r) => [r.link_no, Number(r.times)])),
    accepted: Number((await demoAccepted.one(tx, { workspace_id, launch_id: sent.launchId }))!.count),
    suppressed: Number((await demoSuppressed.one(tx, key))!.count),
  }), { isolation: 'repeatable read', readOnly: true })
}

/** Lines about delivery and people. Also says whether everything that was done has arrived in the counters. */
export function campaignFigures(raw: Raw, story: Story): Figure[] {
  const { report: { totals, links }, states } = raw
  const { tally, mails, imported, refusals } = story
  const recipients = imported.people.filter(isRecipient)
  const fated = (...fates: string[]): number => recipients.filter((p) => fates.includes(p.fate)).length
  const event = (type: string, field: 'times' | 'people' | 'hard', isBot = false): number => Number(raw.events.find((e) => e.event_type === type && e.is_bot === isBot)?.[field] ?? 0)
  const refusedHard = fated('refused_hard')
  const refusedSoft = fated('refused_soft')
  const line = (group: Figure['group']) => (name: string, says: number, rows: number | null, done: number | null): Figure => ({ group, name, says, rows, done })
  const [delivery, people] = [line('Delivery'), line('People')]
  const hard = event('bounced', 'hard')
  return [
    delivery('recipients', totals.queued, Object.values(states).reduce((a, b) => a + b, 0), recipients.length),
    delivery('mails taken by the server', totals.sent, raw.accepted, new Set(mails.map((m) => m.contactId)).size),
    delivery('mails in the test inbox', totals.sent, event('sent', 'people'), mails.length),
    delivery('bounced for good', totals.bounced_hard, hard, refusedHard + tally.bouncedHard.size),
    delivery('bounced for now', totals.bounced_soft, event('bounced', 'people') - hard, refusedSoft + tally.bouncedSoft.size),
    delivery('deferred (times)', totals.deferred, event('deferred', 'times'), refusals - refusedHard - refusedSoft),
    delivery('cancelled (still deferred)', totals.cancelled, states.cancelled ?? 0, fated('deferred')),
    delivery('reported as delivered', totals.delivered, states.delivered ?? 0, tally.delivered.size),
    delivery('skipped, failed, rejected', totals.skipped + totals.failed + totals.rejected, (states.skipped ?? 0) + (states.failed ?? 0), 0),
    people('opens', totals.opens, event('opened', 'times'), tally.opens),
    people('people who opened', totals.unique_opens, event('opened', 'people'), tally.openers.size),
    people('opens by machines', totals.opens_bot, event('opened', 'times', true), tally.opensBot),
    people('clicks', totals.clicks, event('clicked', 'times'), tally.clicks),
    people('people who clicked', totals.unique_clicks, event('clicked', 'people'), tally.clickers.size),
    ...Array.from({ length: LINKS }, (_, i) => people(`clicks on link ${i + 1}`, links.find((l) => l.linkNo === i + 1)?.clicks ?? 0, raw.links.get(i + 1) ?? 0, tally.byLink.get(i + 1) ?? 0)),
    people('clicks by machines', totals.clicks_bot, event('clicked', 'times', true), tally.clicksBot),
    people('unsubscribed', totals.unsubscribed, event('unsubscribed', 'people'), tally.unsubscribed.size),
    people('complained', totals.complained, event('complained', 'people'), tally.complained.size),
    people('never written to again', totals.bounced_hard + totals.unsubscribed + totals.complained, raw.suppressed, refusedHard + tally.bouncedHard.size + tally.unsubscribed.size + tally.complained.size),
  ]
}

/** The whole table, in order. */
export async function allFigures(demo: DemoRun, story: Story): Promise<Figure[]> {
  const before = await withWorkspace(demo.pool, demo.scope, (tx) => earlierFigures(tx, demo, story), { isolation: 'repeatable read', readOnly: true })
  const drift = await driftOf(demo, story.sent.campaignId)
  const { tally } = story
  return [
    ...before,
    ...campaignFigures(await readCampaign(demo, story.sent), story),
    { group: 'People', name: 'mails read, own name in each', says: tally.read, rows: null, done: tally.ownGreeting },
    { group: 'People', name: 'forged tokens turned away', says: tally.refused, rows: null, done: tally.forged },
    ...(drift === null ? [] : [{ group: 'People' as const, name: 'counters the recount disagrees with', says: drift, rows: null, done: 0 }]),
  ]
}

async function earlierFigures(tx: Tx, demo: DemoRun, { file, imported, audience }: Story): Promise<Figure[]> {
  const { workspaceId: workspace_id, actor } = demo.scope
  const run = await getImport(demo, demo.scope, imported.run.importRunId)
  const key = { workspace_id, import_run_id: run.importRunId }
  const raw = (await demoImportRaw.one(tx, { ...key, list_id: imported.listId }))!
  const asSaid = (await demoRejectsAsSaid.one(tx, { ...key, row_nos: [...file.rejects.keys()].map(String), rules: [...file.rejects.values()] }))!
  const list = await getList(tx, workspace_id, imported.listId)
  const friends = await getList(tx, workspace_id, audience.friendsId)
  const counted = (await demoAudienceRaw.one(tx, { workspace_id, list_id: imported.listId, friends_id: audience.friendsId, interest_name: INTEREST, interest: WANTED_INTEREST }))!
  const context = { workspaceId: workspace_id, actor, now: demo.clock.now() }
  const segment = async (id: Id): Promise<number> => countSegment(tx, context, (await getSegment(tx, workspace_id, id)).definition)
  const { created, updated, unchanged, duplicate, rejected } = run.counts
  const people = imported.people
  const line = (group: Figure['group']) => (name: string, says: number, rows: string | number | null, done: number): Figure => ({ group, name, says, rows: rows === null ? null : Number(rows), done })
  const [ofImport, ofAudience] = [line('Import'), line('Audience')]
  return [
    ofImport('rows read', run.rows, null, file.rows),
    ofImport('new contacts', created, raw.created, file.people.length - imported.knownBefore),
    ofImport('known contacts', updated + unchanged, raw.known, imported.knownBefore),
    ofImport('rows that repeat somebody', duplicate, null, file.duplicates),
    ofImport('refused rows', rejected, raw.rejected, file.rejects.size),
    ofImport('refused for the right reason', rejected, asSaid.count, file.rejects.size),
    ofAudience('people on the list', Number(list.memberCount), counted.everybody, file.people.length),
    ofAudience('friends, a list by hand', Number(friends.memberCount), counted.friends, people.filter(isFriend).length),
    ofAudience('in the segment', await segment(audience.wantedId), counted.wanted, people.filter(isWanted).length),
    ofAudience('in the excluded segment', await segment(audience.excludedId), counted.excluded, people.filter(isExcluded).length),
  ]
}

/** Counters of this campaign that a recount of all raw rows finds wrong; null while somebody else recounts. */
async function driftOf(demo: DemoRun, campaignId: Id): Promise<number | null> {
  try {
    const told = await recount(demo.pool, demo.scope)
    return told.drift.filter((d) => d.key.startsWith(`${campaignId}/`)).length
  } catch (error) {
    if ((error as { code?: string }).code === kernelErrors.CONFLICT().code) return null
    throw error
  }
}
