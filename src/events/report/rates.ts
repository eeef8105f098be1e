// Figures of a campaign and what they are divided by; docs/explain/tracking.md says why.
import type { Id } from '../../kernel/index.ts'
import type { ReportTotalsRow } from './report.sql.ts'

export const TOTAL_KEYS = [
  'queued', 'sent', 'delivered', 'deferred', 'bounced_hard', 'bounced_soft', 'complained', 'unsubscribed', 'rejected', 'skipped', 'failed', 'cancelled',
  'opens', 'opens_bot', 'unique_opens', 'clicks', 'clicks_bot', 'unique_clicks',
] as const
export type Totals = Record<(typeof TOTAL_KEYS)[number], number>

/** Shares between 0 and 1; null when there is nothing to divide by. */
export type Rates = {
  /** Reported as delivered, of those accepted. Providers without reports leave it low: it says what is known. */
  delivered: number | null
  /** Refused, of those that were tried: queued less skipped and cancelled. */
  bounced: number | null
  /** People who opened, clicked, complained, unsubscribed, of those accepted. */
  opened: number | null
  clicked: number | null
  complained: number | null
  unsubscribed: number | null
  /** People who clicked, of those who opened. */
  click_to_open: number | null
}

export const noTotals = (): Totals => Object.fromEntries(TOTAL_KEYS.map((k) => [k, 0])) as Totals

/** Sums rows of counters, which come as texts. */
export function sumTotals(rows: readonly Pick<ReportTotalsRow, (typeof TOTAL_KEYS)[number]>[]): Totals {
  const out = noTotals()
  for (const row of rows) for (const key of TOTAL_KEYS) out[key] += Number(row[key])
  return out
}

const share = (part: number, of: number): number | null => (of > 0 ? part / of : null)

export function ratesOf(t: Totals): Rates {
  return {
    delivered: share(t.delivered, t.sent),
    bounced: share(t.bounced_hard + t.bounced_soft, t.queued - t.skipped - t.cancelled),
    opened: share(t.unique_opens, t.sent), clicked: share(t.unique_clicks, t.sent), complained: share(t.complained, t.sent), unsubscribed: share(t.unsubscribed, t.sent),
    click_to_open: share(t.unique_clicks, t.unique_opens),
  }
}

export type ByKey<K> = { key: K; totals: Totals; rates: Rates }

/** Groups rows of counters by one of their keys. */
export function groupTotals<K extends Id | number>(rows: readonly ReportTotalsRow[], key: (r: ReportTotalsRow) => K): ByKey<K>[] {
  const groups = new Map<K, ReportTotalsRow[]>()
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  return [...groups].map(([k, list]) => {
    const totals = sumTotals(list)
    return { key: k, totals, rates: ratesOf(totals) }
  })
}
