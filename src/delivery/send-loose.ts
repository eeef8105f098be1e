// Single mails outside the queue, for test sends: no launch, no message row, no event. The provider is chosen as for a
// campaign, and the whole dialogue is given back so that a person sees what the server said.
import type { Pool } from 'pg'
import { withWorkspace, type Config, type Id, type Keyrings, type WorkspaceScope } from '../kernel/index.ts'
import { dkimKeyList, installationHeld, routeList, senderListOpen, type DkimKeyListRow, type SenderListOpenRow } from './delivery.sql.ts'
import { deliveryErrors } from './errors.ts'
import { openSmtpTransport, SENDING_KINDS } from './sender/provider-lane.ts'
import { routeMessage, type RouteRule } from './steps/route-message.ts'
import { openDkimKey, signMail, type DkimKey } from './steps/sign-mail.ts'
import type { Outcome, SmtpTimeouts, Transport } from './transports/index.ts'

export type LooseDeps = { pool: Pool; keyrings: Keyrings; config: Config }
export type LooseQuestion = { campaignId: Id | null; providerId: Id | null; stream: string }
export type LooseMail = { from: string; to: string; data: Buffer }
/** `outcome` is null when no provider could be chosen; `because` says why. */
export type LooseResult = { outcome: Outcome | null; provider: { providerId: Id; name: string; kind: string } | null; because: string; dialogue: string[] }

/** A person waits for the answer. */
const PATIENCE: SmtpTimeouts = { connect: 10_000, greeting: 20_000, tls: 10_000, command: 15_000, mail: 15_000, rcpt: 15_000, data: 15_000, block: 20_000, dot: 45_000 }

type Setup = { providers: SenderListOpenRow[]; rules: RouteRule[]; keys: DkimKeyListRow[] }

/**
 * Sends one after the other and answers one result a mail; a failure is a result, too. Signed with the key of the From
 * domain when there is one. Not repeatable: twice sends twice. Throws DELIVERY_HELD while sending is held.
 */
export async function sendLoose(deps: LooseDeps, scope: WorkspaceScope, question: LooseQuestion, mails: readonly LooseMail[]): Promise<LooseResult[]> {
  const setup = await readSetup(deps, scope)
  const keyring = await deps.keyrings.get(scope.workspaceId)
  const transports = new Map<Id, Transport>()
  let dialogue: string[] = []
  const open = openSmtpTransport(deps.config, { timeouts: PATIENCE, trace: (direction, line) => void dialogue.push(`${direction}: ${line}`) })
  const results: LooseResult[] = []
  try {
    for (const mail of mails) {
      dialogue = []
      const { provider, because } = choose(setup, question, mail)
      if (!provider) {
        results.push({ outcome: null, provider: null, because, dialogue })
        continue
      }
      const transport = transports.get(provider.provider_id) ?? open(provider, keyring, 1)
      transports.set(provider.provider_id, transport)
      const key = signingKey(setup, mail, (k) => keyring.decrypt({ table: 'delivery.dkim_key', column: 'private_ct', rowKey: `${k.domain_id}/${k.selector}` }, k.private_ct))
      const outcome = await transport.send({ envelope: { from: mail.from, to: mail.to }, data: key ? await signMail(mail.data, key) : mail.data, clean: true })
      results.push({ outcome, provider: { providerId: provider.provider_id, name: provider.name, kind: provider.kind }, because, dialogue })
    }
  } finally {
    await Promise.all([...transports.values()].map((t) => t.close({ graceMs: 1_000 })))
  }
  return results
}

/** Which provider would take a mail from here to there, and why. */
export async function chooseProvider(deps: LooseDeps, scope: WorkspaceScope, question: LooseQuestion, mail: { from: string; to: string }): Promise<{ providerId: Id; name: string; kind: string } | null> {
  const { provider } = choose(await readSetup(deps, scope), question, mail)
  return provider ? { providerId: provider.provider_id, name: provider.name, kind: provider.kind } : null
}

function readSetup(deps: LooseDeps, scope: WorkspaceScope): Promise<Setup> {
  const own = { workspace_id: scope.workspaceId }
  return withWorkspace(deps.pool, scope, async (tx) => {
    const held = await installationHeld.one(tx, {})
    if (held?.held) throw deliveryErrors.DELIVERY_HELD()
    const rules = (await routeList.many(tx, own)).map((r) => ({ routeId: r.route_id, match: (r.match ?? {}) as Record<string, unknown>, providerId: r.provider_id }))
    return { providers: (await senderListOpen.many(tx, own)).filter((p) => SENDING_KINDS.has(p.kind)), rules, keys: await dkimKeyList.many(tx, own) }
  }, { readOnly: true })
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

function choose(setup: Setup, question: LooseQuestion, mail: { from: string; to: string }): { provider: SenderListOpenRow | undefined; because: string } {
  const decision = routeMessage(
    { campaignId: question.campaignId, campaignProviderId: question.providerId, stream: question.stream, senderDomain: domainOf(mail.from), destination: domainOf(mail.to) },
    setup.rules,
    setup.providers.map((p) => ({ providerId: p.provider_id, name: p.name })),
  )
  return { provider: setup.providers.find((p) => p.provider_id === decision.providerId), because: decision.because }
}

function signingKey(setup: Setup, mail: LooseMail, open: (key: DkimKeyListRow) => string): DkimKey | null {
  const key = setup.keys.find((k) => k.domain === domainOf(mail.from))
  return key ? openDkimKey(key.domain, key.selector, key.algorithm as DkimKey['algorithm'], open(key)) : null
}
