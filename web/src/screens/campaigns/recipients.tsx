// Everybody a campaign was for, and what became of it.
import { Button, Card, Group, Select, Skeleton, Stack, Table, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, currentWorkspace, data } from '../../api/client.ts'
import type { operations } from '../../api/schema.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago } from '../../parts/time.tsx'

const STATES = ['ready', 'sent', 'delivered', 'deferred', 'bounced', 'failed', 'skipped', 'in_doubt', 'held', 'cancelled']
type State = NonNullable<NonNullable<operations['listRecipients']['parameters']['query']>['state']>

export function Recipients({ campaignId }: { campaignId: string }) {
  const [state, setState] = useState<string | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['recipients', campaignId, state],
    queryFn: ({ pageParam }) => data(api.GET('/api/v1/campaigns/{campaign_id}/recipients', { params: { path: { campaign_id: campaignId }, query: { limit: 50, ...(state ? { state: state as State } : {}), ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
  const rows = query.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <Stack>
      <Group justify="space-between">
        <Select aria-label="State" placeholder="Any state" clearable data={STATES.map((s) => ({ value: s, label: s.replace('_', ' ') }))} value={state} onChange={setState} />
        <Button variant="default" leftSection={<IconDownload size={16} />} component="a" download href={`/api/v1/campaigns/${campaignId}/recipients.csv?workspace=${currentWorkspace.get()}`}>CSV</Button>
      </Group>
      {query.error && <ErrorNotice error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton h={200} />}
      {query.isSuccess && rows.length === 0 && <Text c="dimmed">Nobody in this state.</Text>}
      {rows.length > 0 && (
        <Card p={0}>
          <Table.ScrollContainer minWidth={560}>
            <Table>
              <Table.Thead><Table.Tr><Table.Th>E-mail</Table.Th><Table.Th>State</Table.Th><Table.Th>Why</Table.Th><Table.Th ta="right">Attempts</Table.Th><Table.Th>Since</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>{rows.map((r) => <Table.Tr key={r.message_id}><Table.Td><Link to={`/contacts/${r.contact_id}`} style={{ color: 'inherit' }}>{r.email ?? 'erased'}</Link></Table.Td><Table.Td><StateBadge state={r.state} /></Table.Td><Table.Td>{r.reason?.replaceAll('_', ' ') ?? '–'}</Table.Td><Table.Td ta="right" className="tabular">{r.attempts}</Table.Td><Table.Td><Ago at={r.state_at} /></Table.Td></Table.Tr>)}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Card>
      )}
      <LoadMore query={query} />
    </Stack>
  )
}
