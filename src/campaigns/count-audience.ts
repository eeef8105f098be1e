// How many people an audience means now: part by part, together, and how many of them may be written to.
import type { Tx } from '../kernel/index.ts'
import { countSegment, type SegmentContext } from '../segments/index.ts'
import { audienceDefinition, type AudiencePart } from './campaign.ts'

export type AudienceCount = {
  /** People in each list or segment alone, in the order given. */
  parts: number[]
  /** In any of the included ones, each person once. */
  included: number
  /** Of these: in an excluded one. */
  excluded: number
  /** Of the rest: may not be written to now (unsubscribed, bounced, suppressed, ...). */
  unmailable: number
  /** Who would get the campaign. */
  reachable: number
}

/** Exact, from the data of this moment. Reads only. */
export async function countAudience(tx: Tx, context: SegmentContext, audience: readonly AudiencePart[]): Promise<AudienceCount> {
  const parts: number[] = []
  for (const part of audience) parts.push(await countSegment(tx, context, audienceDefinition([{ ...part, exclude: false }])!))
  const [all, into] = [audienceDefinition(audience), audienceDefinition(audience.filter((p) => !p.exclude))]
  if (!all || !into) return { parts, included: 0, excluded: 0, unmailable: 0, reachable: 0 }
  const included = await countSegment(tx, context, into)
  const kept = audience.some((p) => p.exclude) ? await countSegment(tx, context, all) : included
  const reachable = await countSegment(tx, context, all, { mailable: true })
  return { parts, included, excluded: included - kept, unmailable: kept - reachable, reachable }
}

/** Only who would get it. */
export async function countReachable(tx: Tx, context: SegmentContext, audience: readonly AudiencePart[]): Promise<number> {
  const all = audienceDefinition(audience)
  return all ? countSegment(tx, context, all, { mailable: true }) : 0
}
