// The counters of each table, in the order that recount.sql lists them.
import type { CampaignCounts, HourCounts, ProviderCounts, WorkspaceCounts } from './tally.ts'

export const CAMPAIGN_KEYS = ['queued', 'sent', 'delivered', 'deferred', 'bounced_hard', 'bounced_soft', 'complained', 'unsubscribed', 'rejected', 'skipped', 'failed', 'cancelled', 'opens', 'opens_bot', 'unique_opens', 'clicks', 'clicks_bot', 'unique_clicks'] as const satisfies readonly (keyof CampaignCounts)[]
export const WORKSPACE_KEYS = ['sent', 'delivered', 'deferred', 'bounced_hard', 'bounced_soft', 'complained', 'unsubscribed', 'rejected', 'opens', 'opens_bot', 'unique_opens', 'clicks', 'clicks_bot', 'unique_clicks'] as const satisfies readonly (keyof WorkspaceCounts)[]
export const HOUR_KEYS = ['sent', 'delivered', 'bounced', 'complained', 'unsubscribed', 'opens', 'unique_opens', 'clicks', 'unique_clicks'] as const satisfies readonly (keyof HourCounts)[]
export const PROVIDER_KEYS = ['sent', 'delivered', 'deferred', 'bounced_hard', 'bounced_soft', 'complained', 'unsubscribed', 'opens', 'opens_bot', 'clicks', 'clicks_bot', 'latency_ms_sum'] as const satisfies readonly (keyof ProviderCounts)[]
export const BOUNCE_KEYS = ['bounced_hard', 'bounced_soft', 'deferred'] as const
