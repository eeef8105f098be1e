// inboxlift events | report: counters against the raw rows, and the figures of a campaign.
import type { Command } from 'commander'
import { campaignReport, recount, workspaceOverview, type CampaignReport } from '../../events/index.ts'
import { fromPublicId, withWorkspace } from '../../kernel/index.ts'
import { example, group, run, type CliDeps } from '../program.ts'

export function registerEvents(program: Command, deps: CliDeps): void {
  registerRecount(group(program, 'events', 'what happened to messages'), deps)
  registerReports(group(program, 'report', 'figures from counters'), deps)
}

function registerRecount(events: Command, deps: CliDeps): void {
  events.command('recount').description('counts everything again from the raw rows and says where counters differ').option('--fix', 'mend the differences, safely beside traffic').addHelpText('after', example('inboxlift events recount', 'inboxlift events recount --fix --yes'))
    .action(run<{ fix?: boolean }>(deps, async ({ open, out, options }) => {
      if (options.fix) await out.confirm('Change counters to what the raw rows say?')
      const { pool, scope, clock } = await open()
      const told = await recount(pool, scope, { fix: options.fix === true, now: clock.now() })
      out.result(told, () => {
        for (const d of told.drift) out.line(`${d.table}  ${d.key}  ${d.counter}: ${d.actual}, counted ${d.expected}`)
        if (told.engagements > 0) out.line(`events.contact_engagement: ${told.engagements} contacts differ`)
        const isRight = told.drift.length === 0 && told.engagements === 0
        out.line(isRight ? `Every counter is right (${told.campaigns} campaigns).` : told.mended ? 'Mended. Differences of first_touch are left as they are: they point at a fault.' : 'Run it with --fix to mend this.')
        if (told.olderCampaigns > 0) out.line(`${told.olderCampaigns} older campaigns have lost events to retention and were left out.`)
      })
    }))
}

const percent = (share: number | null): string => (share === null ? '' : `${(share * 100).toFixed(1)} %`)

function registerReports(report: Command, deps: CliDeps): void {
  report.command('campaign <id>').description('totals, rates, links and refusals of a campaign').addHelpText('after', example('inboxlift report campaign cmp_0abc…'))
    .action(run(deps, async ({ open, out }, id) => {
      const campaignId = fromPublicId('cmp', id!)
      const { pool, scope } = await open()
      const told = await withWorkspace(pool, scope, (tx) => campaignReport(tx, scope.workspaceId, campaignId))
      out.result(told, () => printReport(told, out.line))
    }))
  report.command('overview').description('all mail of the workspace by day').option('--days <n>', 'days back from now', '30').addHelpText('after', example('inboxlift report overview --days 7'))
    .action(run<{ days: string }>(deps, async ({ open, out, options }) => {
      const { pool, scope, clock } = await open()
      const told = await withWorkspace(pool, scope, (tx) => workspaceOverview(tx, scope.workspaceId, clock.now(), { days: Math.min(366, Math.max(1, Number(options.days) || 30)) }))
      if (out.isJson) return out.result(told, () => {})
      out.table(told.days, { day: 'Day', sent: 'Sent', delivered: 'Delivered', bounced_hard: 'Bounced', complained: 'Complaints', unsubscribed: 'Unsubscribed', unique_opens: 'Opened', unique_clicks: 'Clicked' }, 'No mail in this period.')
    }))
}

function printReport(r: CampaignReport, line: (text: string) => void): void {
  const t = r.totals
  line(`${r.name}  (${r.state})`)
  line(`  queued ${t.queued}   sent ${t.sent}   delivered ${t.delivered}   bounced ${t.bounced_hard} hard, ${t.bounced_soft} soft   skipped ${t.skipped}   failed ${t.failed}   cancelled ${t.cancelled}`)
  line(`  opened by ${t.unique_opens} people ${percent(r.rates.opened)} (${t.opens} times, machines ${t.opens_bot})   clicked by ${t.unique_clicks} ${percent(r.rates.clicked)} (${t.clicks} times, machines ${t.clicks_bot})`)
  line(`  unsubscribed ${t.unsubscribed} ${percent(r.rates.unsubscribed)}   complained ${t.complained} ${percent(r.rates.complained)}`)
  for (const l of r.links) line(`  link ${l.linkNo}  ${l.uniqueClicks} people, ${l.clicks} clicks  ${l.url}`)
  for (const b of r.bounces) line(`  ${b.bounceClass}: ${b.hard} hard, ${b.soft} soft, ${b.deferred} deferred`)
}
