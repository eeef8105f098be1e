// How many people a saved campaign would reach now.
import { Group, Loader, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, data } from '../../api/client.ts'
import { formatCount } from '../../parts/figure.tsx'

export function AudienceCount({ campaignId, version }: { campaignId: string; version: number }) {
  const counted = useQuery({ queryKey: ['audience-count', campaignId, version], queryFn: () => data(api.POST('/api/v1/campaigns/{campaign_id}/audience/count', { params: { path: { campaign_id: campaignId } } })), retry: false })
  if (counted.isPending) return <Loader size="xs" role="status" aria-label="Counting" />
  if (!counted.data) return null
  return <Group gap={6} align="baseline"><Text fz={24} fw={650} className="tabular">{formatCount(counted.data.total)}</Text><Text size="sm" c="dimmed">people would get it now</Text></Group>
}
