// Reports and what happened to contacts: read only, from counters and events.
import { z } from 'zod'
import { publicUrl, withWorkspace } from '../../kernel/index.ts'
import { campaignReport, contactEngagement, contactTimeline, EVENT_TYPES, OVERVIEW_DAYS, OVERVIEW_KEYS, PROVIDER_FIGURES, providerReport, TOTAL_KEYS, webhookPath, WEBHOOK_PROVIDERS, workspaceOverview } from '../../events/index.ts'
import type { RouteModule } from '../app.ts'
import { cursorId, cursorTime, decodeCursor, toPage } from '../cursor.ts'
import { isoTime, pageOf, pageQuery, publicId } from '../schemas.ts'

const figure = z.number().int()
const share = z.number().nullable().describe('Between 0 and 1; null when there is nothing to divide by.')
const figures = <K extends string>(keys: readonly K[]) => z.object(Object.fromEntries(keys.map((k) => [k, figure])) as Record<K, typeof figure>)

const totals = figures(TOTAL_KEYS).meta({ id: 'CampaignTotals' })
const rates = z.object({ delivered: share, bounced: share, opened: share, clicked: share, complained: share, unsubscribed: share, click_to_open: share }).meta({ id: 'Rates' })
const hourFigures = figures(['sent', 'delivered', 'bounced', 'complained', 'unsubscribed', 'opens', 'unique_opens', 'clicks', 'unique_clicks'] as const)

const reportView = z
  .object({
    campaign_id: publicId('cmp'), name: z.string(), state: z.string(), tracks_opens: z.boolean(), tracks_clicks: z.boolean(), launched_at: isoTime.nullable(), finished_at: isoTime.nullable(),
    updated_at: isoTime.nullable().describe('Last change of a figure.'), totals, rates,
    variants: z.array(z.object({ variant_no: figure, totals, rates })),
    providers: z.array(z.object({ provider_id: publicId('prv').nullable(), name: z.string().nullable(), totals, rates })).describe('Their sum is `totals`; without an id: before any provider took part.'),
    hours: z.array(hourFigures.extend({ hour: isoTime })),
    links: z.array(z.object({ link_no: figure, url: z.string(), label: z.string(), clicks: figure, clicks_bot: figure, unique_clicks: figure })),
    bounces: z.array(z.object({ bounce_class: z.string(), provider_id: publicId('prv').nullable(), hard: figure, soft: figure, deferred: figure })),
  })
  .meta({ id: 'CampaignReport' })

const overviewFigures = figures(OVERVIEW_KEYS)
const overviewView = z
  .object({
    timezone: z.string(), since: isoTime, totals: overviewFigures, days: z.array(overviewFigures.extend({ day: z.string().describe('YYYY-MM-DD in that zone.') })),
    campaigns: z.array(z.object({ campaign_id: publicId('cmp'), name: z.string(), state: z.string(), launched_at: isoTime, totals, rates })),
  })
  .meta({ id: 'Overview' })

const providerFigures = figures(PROVIDER_FIGURES).extend({ latency_ms: figure.nullable().describe('Mean time from MAIL FROM to the answer.') })
const providerView = z
  .object({ provider_id: publicId('prv'), name: z.string(), kind: z.string(), totals: providerFigures, destinations: z.array(providerFigures.extend({ mailbox_provider: z.string() })) })
  .meta({ id: 'ProviderReport' })

const eventView = z
  .object({
    event_type: z.enum(EVENT_TYPES), occurred_at: isoTime, campaign_id: publicId('cmp').nullable(), campaign_name: z.string().nullable(), provider_id: publicId('prv').nullable(),
    link_no: figure.nullable(), link_url: z.string().nullable(), is_bot: z.boolean(), hard: z.boolean().nullable(), bounce_class: z.string().nullable(), smtp_code: figure.nullable(), enhanced_code: z.string().nullable(),
  })
  .meta({ id: 'ContactEvent' })

const engagementView = z
  .object({ last_sent_at: isoTime.nullable(), last_open_at: isoTime.nullable(), last_click_at: isoTime.nullable(), sent_count: figure, open_count: figure, click_count: figure, soft_bounce_count: figure })
  .meta({ id: 'Engagement' })

const period = z.object({ days: z.coerce.number().int().min(1).max(366).default(OVERVIEW_DAYS).describe('Days back from now.') })

export const eventRoutes: RouteModule = (app, deps) => {
  const tags = ['reports']

  app.get('/reports/overview', { config: { scope: 'campaigns:read' }, schema: { tags, operationId: 'getOverview', summary: 'All mail of the workspace by day, and its last campaigns', querystring: period, response: { 200: overviewView } } }, async (request) => {
    const o = await withWorkspace(deps.pool, request.scope, (tx) => workspaceOverview(tx, request.scope.workspaceId, deps.clock.now(), { days: request.query.days }))
    return { timezone: o.timezone, since: o.since, totals: o.totals, days: o.days, campaigns: o.campaigns.map((c) => ({ campaign_id: c.campaignId, name: c.name, state: c.state, launched_at: c.launchedAt, totals: c.totals, rates: c.rates })) }
  })

  app.get('/reports/providers', { config: { scope: 'delivery:read' }, schema: { tags, operationId: 'getProviderReport', summary: 'How providers do, by mailbox provider', querystring: period, response: { 200: z.object({ items: z.array(providerView) }) } } }, async (request) => {
    const list = await withWorkspace(deps.pool, request.scope, (tx) => providerReport(tx, request.scope.workspaceId, deps.clock.now(), request.query.days))
    const present = ({ latencyMs, ...f }: (typeof list)[number]['totals']): z.output<typeof providerFigures> => ({ ...f, latency_ms: latencyMs })
    return {
      items: list.map((p) => ({
        provider_id: p.providerId, name: p.name, kind: p.kind, totals: present(p.totals), destinations: p.destinations.map(({ mailboxProvider, ...f }) => ({ ...present(f), mailbox_provider: mailboxProvider })),
      })),
    }
  })

  app.get('/campaigns/:campaign_id/report', { config: { scope: 'campaigns:read' }, schema: { tags, operationId: 'getCampaignReport', summary: 'The report of a campaign', params: z.object({ campaign_id: publicId('cmp') }), response: { 200: reportView } } }, async (request) => {
    const r = await withWorkspace(deps.pool, request.scope, (tx) => campaignReport(tx, request.scope.workspaceId, request.params.campaign_id))
    return {
      campaign_id: r.campaignId, name: r.name, state: r.state, tracks_opens: r.tracksOpens, tracks_clicks: r.tracksClicks, launched_at: r.launchedAt, finished_at: r.finishedAt, updated_at: r.updatedAt,
      totals: r.totals, rates: r.rates, variants: r.variants.map((v) => ({ variant_no: v.key, totals: v.totals, rates: v.rates })),
      providers: r.providers.map((p) => ({ provider_id: p.key, name: p.name, totals: p.totals, rates: p.rates })), hours: r.hours,
      links: r.links.map((l) => ({ link_no: l.linkNo, url: l.url, label: l.label, clicks: l.clicks, clicks_bot: l.clicksBot, unique_clicks: l.uniqueClicks })),
      bounces: r.bounces.map((b) => ({ bounce_class: b.bounceClass, provider_id: b.providerId, hard: b.hard, soft: b.soft, deferred: b.deferred })),
    }
  })

  const contact = z.object({ contact_id: publicId('con') })
  app.get('/contacts/:contact_id/timeline', { config: { scope: 'events:read' }, schema: { tags: ['contacts'], operationId: 'getContactTimeline', summary: 'What happened to a contact, the newest first', params: contact, querystring: pageQuery, response: { 200: pageOf(eventView) } } }, async (request) => {
    const { limit, cursor } = request.query
    const place = decodeCursor(cursor, z.tuple([cursorTime, cursorId]))
    const rows = await withWorkspace(deps.pool, request.scope, (tx) =>
      contactTimeline(tx, request.scope.workspaceId, request.params.contact_id, { limit: limit + 1, ...(place ? { after: { occurredAt: new Date(place[0]), eventId: place[1] } } : {}) }, deps.clock.now()))
    const page = toPage(rows, limit, (e) => [e.occurredAt.toISOString(), e.eventId])
    return {
      next_cursor: page.next_cursor,
      items: page.items.map((e) => ({
        event_type: e.eventType as (typeof EVENT_TYPES)[number], occurred_at: e.occurredAt, campaign_id: e.campaignId, campaign_name: e.campaignName, provider_id: e.providerId, link_no: e.linkNo, link_url: e.linkUrl, is_bot: e.isBot,
        hard: e.hard, bounce_class: e.bounceClass, smtp_code: e.smtpCode, enhanced_code: e.enhancedCode,
      })),
    }
  })

  app.get('/contacts/:contact_id/engagement', { config: { scope: 'events:read' }, schema: { tags: ['contacts'], operationId: 'getContactEngagement', summary: 'What a contact did last and how often', params: contact, response: { 200: engagementView } } }, async (request) => {
    const e = await withWorkspace(deps.pool, request.scope, (tx) => contactEngagement(tx, request.scope.workspaceId, request.params.contact_id))
    return {
      last_sent_at: e?.lastSentAt ?? null, last_open_at: e?.lastOpenAt ?? null, last_click_at: e?.lastClickAt ?? null, sent_count: e?.sentCount ?? 0, open_count: e?.openCount ?? 0, click_count: e?.clickCount ?? 0, soft_bounce_count: e?.softBounceCount ?? 0,
    }
  })

  app.get('/providers/:provider_id/webhook-address', {
    config: { scope: 'delivery:read' },
    schema: { tags: ['providers'], operationId: 'getWebhookAddress', summary: 'Where the provider must send its webhooks', params: z.object({ provider_id: publicId('prv') }), querystring: z.object({ format: z.enum(WEBHOOK_PROVIDERS as [string, ...string[]]).default('generic') }), response: { 200: z.object({ url: z.string() }) } },
  }, (request) => ({ url: `${publicUrl(deps.config)}${webhookPath(deps.secrets.signing, request.query.format, { workspaceId: request.scope.workspaceId, providerId: request.params.provider_id })}` }))
}
