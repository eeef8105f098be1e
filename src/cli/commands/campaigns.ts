// inboxlift template | campaign: content, and what is sent from it. The same operations as the API.
import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import {
  assertReady, audiencePart, campaignContext, campaignProgress, CAMPAIGN_STATES, cancelCampaign, checkCampaign, createCampaign, createTemplate, dressOf, FORGIVEN_BY_SCHEDULE, getCampaign, getTemplate, launchCampaign, listCampaigns, listTemplates,
  pageRecipients, pauseCampaign, PLAIN_DRESS, previewContent, recipientsCsv, resumeCampaign, scheduleCampaign, sendTest, type AudiencePart, type Campaign, type CampaignContext, type CampaignProgress, type CampaignState, type TemplateSummary,
} from '../../campaigns/index.ts'
import { contactErrors, findList } from '../../contacts/index.ts'
import { MESSAGE_STATES, toMessagePublicId, type MessageState } from '../../delivery/index.ts'
import { fromPublicId, toPublicId, withWorkspace, type Id, type Tx } from '../../kernel/index.ts'
import { readSettings } from '../../platform/index.ts'
import { cliErrors } from '../errors.ts'
import type { Bar, Output } from '../output.ts'
import { collect, example, group, run, type CliDeps } from '../program.ts'
import type { CliSession } from '../session.ts'

export function registerCampaigns(program: Command, deps: CliDeps): void {
  registerTemplates(group(program, 'template', 'content to be written once and used often'), deps)
  const campaign = group(program, 'campaign', 'what is sent, to whom, when')
  registerWriting(campaign, deps)
  registerSteering(campaign, deps)
  registerWatching(campaign, deps)
}

const templateRow = (t: TemplateSummary) => ({ id: toPublicId('tpl', t.templateId), name: t.name, language: t.language, subject: t.subject, version: t.version, updated_at: t.updatedAt })
const NO_TEMPLATE = 'No template yet: inboxlift template create NAME --file letter.mjml --subject "…".'

function registerTemplates(template: Command, deps: CliDeps): void {
  template.command('list').description('templates by name').addHelpText('after', example('inboxlift template list'))
    .action(run(deps, async ({ open, out }) => {
      const { pool, scope } = await open()
      const rows = await withWorkspace(pool, scope, (tx) => listTemplates(tx, scope.workspaceId, { limit: 200 }))
      out.table(rows.map(templateRow), { id: 'Id', name: 'Name', language: 'Language', subject: 'Subject', updated_at: 'Changed' }, NO_TEMPLATE)
    }))
  template.command('show <id>').description('one template; with --body its source alone').option('--body', 'print the body and nothing else').addHelpText('after', example('inboxlift template show tpl_0abc…', 'inboxlift template show tpl_0abc… --body > letter.mjml'))
    .action(run<{ body?: true }>(deps, async ({ open, out, options, io }, id) => {
      const { pool, scope } = await open()
      const t = await withWorkspace(pool, scope, (tx) => getTemplate(tx, scope.workspaceId, fromPublicId('tpl', id!)))
      if (options.body && !out.isJson) return io.out(t.body)
      const row = { ...templateRow(t), preheader: t.preheader }
      out.result({ ...row, body: t.body, text_body: t.textBody }, () => out.record(row))
    }))
  template.command('create <name>').description('a template from a file; what does not compile is refused with the line').requiredOption('--file <path>', 'MJML or HTML with Liquid').option('--subject <text>', 'subject, may hold Liquid', '').option('--preheader <text>', 'shown after the subject in lists of mails', '')
    .addHelpText('after', example('inboxlift template create "May letter" --file letter.mjml --subject "Hello {{ contact.first_name }}"'))
    .action(run<{ file: string; subject: string; preheader: string }>(deps, async ({ open, out, options }, name) => {
      const body = readText(options.file)
      const session = await open()
      const t = await withWorkspace(session.pool, session.scope, (tx) => createTemplate(tx, campaignContext(session, session.scope), { name: name!, language: /<mjml[\s>]/i.test(body) ? 'mjml' : 'html', subject: options.subject, preheader: options.preheader, body, textBody: null }))
      out.result(templateRow(t), () => out.line(`${toPublicId('tpl', t.templateId)}  ${t.name}`))
    }))
  template.command('preview <id>').description('what it looks like for a contact or a sample person: the plain text, or the HTML into a file').option('--contact <id>', 'whose fields to show').option('--html <path>', 'write the HTML there')
    .addHelpText('after', example('inboxlift template preview tpl_0abc…', 'inboxlift template preview tpl_0abc… --contact con_0abc… --html mail.html'))
    .action(run<{ contact?: string; html?: string }>(deps, async ({ open, out, options }, id) => {
      const session = await open()
      const { scope } = session
      const keyring = await session.keyrings.get(scope.workspaceId)
      const p = await withWorkspace(session.pool, scope, async (tx) =>
        previewContent(tx, { workspaceId: scope.workspaceId, config: session.config, keyring, now: session.clock.now() }, await getTemplate(tx, scope.workspaceId, fromPublicId('tpl', id!)), PLAIN_DRESS, options.contact === undefined ? null : fromPublicId('con', options.contact)))
      if (options.html !== undefined) writeFileSync(options.html, p.html ?? '')
      for (const w of p.warnings) out.note(`${w.part}${w.line === null ? '' : `, line ${w.line}`}: ${w.message} ${w.hint}`)
      out.result({ subject: p.subject, html: p.html, text: p.text, links: p.links, unknown_fields: p.unknownFields }, () => out.line(`Subject: ${p.subject}\n\n${p.text}`))
    }))
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw cliErrors.CLI_USAGE({ detail: 'The file cannot be read.', cause })
  }
}

const campaignRow = (c: Omit<Campaign, 'audience'>) => ({ id: toPublicId('cmp', c.campaignId), name: c.name, state: c.state, template: c.templateName, scheduled_at: c.scheduledAt, launched_at: c.launchedAt, audience: c.audienceCount, version: c.version })
const partText = (p: Campaign['audience'][number]): string => `${p.exclude ? 'not ' : ''}${p.kind} ${p.name}`

async function audienceFrom(tx: Tx, workspaceId: Id, names: readonly string[], exclude: boolean): Promise<AudiencePart[]> {
  return Promise.all(names.map(async (name) => {
    if (/^(lst|seg)_/.test(name)) return audiencePart(name, exclude)
    const id = await findList(tx, workspaceId, name)
    if (!id) throw contactErrors.LIST_NOT_FOUND()
    return { kind: 'list' as const, id, exclude }
  }))
}

type CreateOptions = { template?: string; to: string[]; except: string[]; subject?: string; from?: string; fromName?: string; provider?: string }

function registerWriting(campaign: Command, deps: CliDeps): void {
  campaign.command('list').description('campaigns, newest first').option('--state <state>', `one of ${CAMPAIGN_STATES.join(', ')}`).addHelpText('after', example('inboxlift campaign list --state sending'))
    .action(run<{ state?: string }>(deps, async ({ open, out, options }) => {
      const states = options.state === undefined ? [] : [oneOf(CAMPAIGN_STATES, options.state)]
      const { pool, scope } = await open()
      const rows = await withWorkspace(pool, scope, (tx) => listCampaigns(tx, scope.workspaceId, { limit: 50, states: states as CampaignState[] }))
      out.table(rows.slice(0, 50).map(campaignRow), { id: 'Id', name: 'Name', state: 'State', template: 'Template', scheduled_at: 'Scheduled', launched_at: 'Launched', audience: 'People' }, 'No campaign yet: inboxlift campaign create NAME --template tpl_… --to "Everybody".')
    }))
  campaign.command('show <id>').description('one campaign with its audience').addHelpText('after', example('inboxlift campaign show cmp_0abc…'))
    .action(run(deps, async ({ open, out }, id) => {
      const { pool, scope } = await open()
      showCampaign(out, await withWorkspace(pool, scope, (tx) => getCampaign(tx, scope.workspaceId, fromPublicId('cmp', id!))))
    }))
  campaign.command('create <name>').description('a new draft').option('--template <id>', 'its content').option('--to <list>', 'a list by name or id, or a segment by id; can be repeated', collect, []).option('--except <list>', 'left out: a list or a segment; can be repeated', collect, [])
    .option('--subject <text>', "overrides the template's").option('--from <address>', 'sender (default: the setting sender_email)').option('--from-name <name>', 'shown sender (default: the setting sender_name)').option('--provider <id>', 'a provider (default: by route)')
    .addHelpText('after', example('inboxlift campaign create "May letter" --template tpl_0abc… --to Everybody --except seg_0abc… --from news@example.com'))
    .action(run<CreateOptions>(deps, async ({ open, out, options }, name) => {
      const session = await open()
      const { scope } = session
      const defaults = await readSettings(session, scope)
      const made = await withWorkspace(session.pool, scope, async (tx) => createCampaign(tx, campaignContext(session, scope), defaults, {
        name: name!, templateId: options.template === undefined ? undefined : fromPublicId('tpl', options.template), subject: options.subject, fromEmail: options.from, fromName: options.fromName,
        providerId: options.provider === undefined ? undefined : fromPublicId('prv', options.provider), audience: [...(await audienceFrom(tx, scope.workspaceId, options.to, false)), ...(await audienceFrom(tx, scope.workspaceId, options.except, true))],
      }))
      showCampaign(out, made)
    }))
  campaign.command('check <id>').description('what stands between it and its launch; exit code 1 when something does').addHelpText('after', example('inboxlift campaign check cmp_0abc…'))
    .action(run(deps, async ({ open, out, io }, id) => {
      const session = await open()
      const findings = await withWorkspace(session.pool, session.scope, (tx) => checkCampaign(tx, checkContext(session), fromPublicId('cmp', id!)))
      out.table(findings, { level: 'Level', text: 'Finding', hint: 'What to do' }, 'Everything is in place.')
      if (findings.some((f) => f.level === 'error')) io.setExit(1)
    }))
  campaign.command('test <id>').description('sends it to addresses of your own, now; never counted').requiredOption('--to <address>', 'can be repeated', collect, []).option('--dialogue', 'show what the server said').addHelpText('after', example('inboxlift campaign test cmp_0abc… --to me@example.com --dialogue'))
    .action(run<{ to: string[]; dialogue?: true }>(deps, async ({ open, out, options, io }, id) => {
      const session = await open()
      const { scope } = session
      const { campaign: c, template } = await withWorkspace(session.pool, scope, async (tx) => {
        const found = await getCampaign(tx, scope.workspaceId, fromPublicId('cmp', id!))
        if (found.templateId === null) throw cliErrors.CLI_USAGE({ detail: 'The campaign has no template yet.' })
        return { campaign: found, template: await getTemplate(tx, scope.workspaceId, found.templateId) }
      })
      const results = await sendTest(session, scope, { content: template, dress: dressOf(c), to: options.to, contactId: null, question: { campaignId: c.campaignId, providerId: c.providerId, stream: c.stream } })
      out.table(results, { address: 'To', outcome: 'Outcome', code: 'Code', text: 'Answer' })
      if (options.dialogue) for (const r of results) out.note(r.dialogue.join('\n'))
      if (results.some((r) => r.outcome !== 'sent')) io.setExit(1)
    }))
}

const checkContext = (s: CliSession) => ({ workspaceId: s.scope.workspaceId, actor: s.scope.actor, now: s.clock.now(), config: s.config })

function showCampaign(out: Output, c: Campaign): void {
  const row = { ...campaignRow(c), subject: c.subject, from: c.fromName === '' ? c.fromEmail : `${c.fromName} <${c.fromEmail}>`, audience_parts: c.audience.map(partText), provider: c.providerName, track_opens: c.trackOpens, track_clicks: c.trackClicks, delivery_class: c.deliveryClass }
  out.record(row)
}

type Verb = { name: string; about: string; ask?: string; done: string; work: (tx: Tx, context: CampaignContext, campaignId: Id) => Promise<unknown> }
const VERBS: Verb[] = [
  { name: 'pause', about: 'stops sending; what is being handed over ends first', done: 'is paused', work: pauseCampaign },
  { name: 'resume', about: 'goes on sending', done: 'goes on', work: resumeCampaign },
  { name: 'cancel', about: 'stops for good; what has left stays sent', ask: 'Cancel it? Nobody who has not got it yet will get it.', done: 'is cancelled', work: cancelCampaign },
  { name: 'unschedule', about: 'takes a scheduled campaign back to draft', done: 'is a draft again', work: (tx, context, id) => scheduleCampaign(tx, context, id, null) },
]

function registerSteering(campaign: Command, deps: CliDeps): void {
  campaign.command('launch <id>').description('launches it, or schedules it with --at; launched twice it is one launch').option('--at <time>', 'a moment, e.g. 2027-01-31T09:00:00+01:00').addHelpText('after', example('inboxlift campaign launch cmp_0abc… --yes', 'inboxlift campaign launch cmp_0abc… --at 2027-01-31T09:00:00+01:00 --yes'))
    .action(run<{ at?: string }>(deps, async ({ open, out, options }, id) => {
      const campaignId = fromPublicId('cmp', id!)
      const at = options.at === undefined ? null : parseMoment(options.at)
      const session = await open()
      const { pool, scope } = session
      await withWorkspace(pool, scope, (tx) => assertReady(tx, checkContext(session), campaignId, at ? FORGIVEN_BY_SCHEDULE : []), { readOnly: true })
      await out.confirm(at ? `Launch ${id} at ${at.toISOString()}?` : `Launch ${id} now? Audience and content are frozen.`)
      await withWorkspace(pool, scope, (tx): Promise<unknown> => (at ? scheduleCampaign(tx, campaignContext(session, scope), campaignId, at) : launchCampaign(tx, campaignContext(session, scope), campaignId)), { retry: true })
      out.result({ id, launched: !at, scheduled_at: at }, () => out.line(at ? `${id} is scheduled for ${at.toISOString()}.` : `${id} is launched; inboxlift campaign progress ${id} shows how far it is.`))
    }))
  for (const verb of VERBS) {
    campaign.command(`${verb.name} <id>`).description(verb.about).addHelpText('after', example(`inboxlift campaign ${verb.name} cmp_0abc…${verb.ask ? ' --yes' : ''}`))
      .action(run(deps, async ({ open, out }, id) => {
        const campaignId = fromPublicId('cmp', id!)
        if (verb.ask) await out.confirm(verb.ask)
        const session = await open()
        await withWorkspace(session.pool, session.scope, (tx) => verb.work(tx, campaignContext(session, session.scope), campaignId), { retry: true })
        const { state } = await withWorkspace(session.pool, session.scope, (tx) => getCampaign(tx, session.scope.workspaceId, campaignId))
        out.result({ id, state }, () => out.line(`${id} ${verb.done}.`))
      }))
  }
}

const EVERY_MS = 1_000
const progressRow = (p: CampaignProgress) => ({
  state: p.state, audience: p.audience, queued: p.queued, waiting: p.waiting, sending: p.sending, sent: p.sent, bounced: p.bounced, failed: p.failed, skipped: p.skipped, cancelled: p.cancelled, in_doubt: p.inDoubt, held: p.held,
  per_second: p.perSecond, seconds_left: p.secondsLeft, launched_at: p.launchedAt, finished_at: p.finishedAt, error_code: p.errorCode,
})

function registerWatching(campaign: Command, deps: CliDeps): void {
  campaign.command('progress <id>').description('how far it is').option('--watch', 'stay until it has come to its end').addHelpText('after', example('inboxlift campaign progress cmp_0abc… --watch'))
    .action(run<{ watch?: true }>(deps, async ({ open, out, options }, id) => {
      const campaignId = fromPublicId('cmp', id!)
      const { pool, scope, clock } = await open()
      const read = (): Promise<CampaignProgress> => withWorkspace(pool, scope, (tx) => campaignProgress(tx, scope.workspaceId, campaignId, clock.now()), { readOnly: true })
      let p = await read()
      let bar: Bar | undefined
      while (options.watch && ['launching', 'sending'].includes(p.state)) {
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
        p = await read()
        if (p.audience > 0) bar ??= out.progress(id!, p.audience)
        bar?.update(p.queued - p.waiting - p.sending)
      }
      bar?.stop()
      out.record(progressRow(p))
    }))
  campaign.command('recipients <id>').description('who it was for, and what became of each; with --csv all of them on standard output').option('--state <state>', 'only in this state').option('--csv', 'everybody, as CSV').addHelpText('after', example('inboxlift campaign recipients cmp_0abc… --state bounced', 'inboxlift campaign recipients cmp_0abc… --csv > recipients.csv'))
    .action(run<{ state?: string; csv?: true }>(deps, async ({ open, out, options, io }, id) => {
      const campaignId = fromPublicId('cmp', id!)
      const states = options.state === undefined ? [] : [oneOf(MESSAGE_STATES, options.state) as MessageState]
      const { pool, scope, keyrings } = await open()
      const keyring = await keyrings.get(scope.workspaceId)
      const rows = await withWorkspace(pool, scope, (tx) => pageRecipients(tx, { workspaceId: scope.workspaceId, keyring }, campaignId, { limit: 100, states }), { readOnly: true })
      if (options.csv) {
        for await (const piece of recipientsCsv(pool, scope, keyring, campaignId, states)) io.out(piece)
        return
      }
      const shown = rows.slice(0, 100).map((r) => ({ message_id: toMessagePublicId({ launchId: r.launchId, contactId: r.contactId, seq: '0' }), contact_id: toPublicId('con', r.contactId), email: r.email, state: r.state, reason: r.reason, attempts: r.attempts, state_at: r.stateAt }))
      out.table(shown, { email: 'E-mail', state: 'State', reason: 'Why', attempts: 'Attempts', state_at: 'Since', message_id: 'Message' }, 'Nobody.')
      if (rows.length > 100) out.note('The first hundred; --csv writes all of them.')
    }))
}

function oneOf<T extends string>(known: readonly T[], text: string): T {
  const found = known.find((k) => k === text)
  if (!found) throw cliErrors.CLI_USAGE({ detail: `A state is one of ${known.join(', ')}.` })
  return found
}

function parseMoment(text: string): Date {
  const at = new Date(text)
  if (!/T.*(Z|[+-]\d\d:?\d\d)$/.test(text) || Number.isNaN(at.getTime())) throw cliErrors.CLI_USAGE({ detail: 'A moment looks like 2027-01-31T09:00:00+01:00.' })
  return at
}
