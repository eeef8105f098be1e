// Step: through which provider? v1: the campaign's provider, else the first rule that matches, else the oldest active
// provider. Every decision says why (DESIGN 5).
import type { Id } from '../../kernel/index.ts'

export type RouteProvider = { readonly providerId: Id; readonly name: string }
export type RouteRule = { readonly routeId: Id; readonly match: Readonly<Record<string, unknown>>; readonly providerId: Id }
export type RouteQuestion = { readonly campaignId: Id | null; readonly campaignProviderId: Id | null; readonly stream: string; readonly senderDomain: string; readonly destination: string }
export type RouteDecision = { readonly providerId: Id | null; readonly because: string }

/** Pure. A rule matches when every field it names equals the question's; fields: campaign, stream, sender_domain, destination. */
export function routeMessage(question: RouteQuestion, rules: readonly RouteRule[], providers: readonly RouteProvider[]): RouteDecision {
  const active = new Map(providers.map((p) => [p.providerId, p]))
  const { campaignProviderId } = question
  if (campaignProviderId !== null) {
    const fixed = active.get(campaignProviderId)
    if (fixed) return { providerId: fixed.providerId, because: `the campaign names ${fixed.name}` }
    return { providerId: null, because: 'the provider that the campaign names is not active' }
  }
  for (const rule of rules) {
    const provider = active.get(rule.providerId)
    if (provider && matches(rule.match, question)) return { providerId: provider.providerId, because: `rule ${rule.routeId} chooses ${provider.name}` }
  }
  const [first] = providers
  return first ? { providerId: first.providerId, because: `no rule matches; ${first.name} is the oldest active provider` } : { providerId: null, because: 'no provider is active' }
}

function matches(match: RouteRule['match'], q: RouteQuestion): boolean {
  const facts: Record<string, string | null> = { campaign: q.campaignId, stream: q.stream, sender_domain: q.senderDomain, destination: q.destination }
  return Object.entries(match).every(([field, wanted]) => {
    const fact = facts[field]
    if (fact === undefined) return false // a rule about something we do not know decides nothing
    return Array.isArray(wanted) ? wanted.includes(fact) : wanted === fact
  })
}
