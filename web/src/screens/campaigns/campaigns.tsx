// Campaigns: what is sent, to whom, when.
import { Button, Card, Group, SegmentedControl, Skeleton, Table } from '@mantine/core'
import { IconPlus, IconSend } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { api, data } from '../../api/client.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { Page } from '../../parts/page.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago, formatTime } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'

const STATES = [{ value: '', label: 'All' }, { value: 'draft', label: 'Drafts' }, { value: 'scheduled', label: 'Scheduled' }, { value: 'sending', label: 'Sending' }, { value: 'sent', label: 'Sent' }]
type State = 'draft' | 'scheduled' | 'sending' | 'sent'

export default function Campaigns() {
  const { may } = useSession()
  const navigate = useNavigate()
  const [state, setState] = useState('')
  const query = useInfiniteQuery({
    queryKey: ['campaigns', state],
    queryFn: ({ pageParam }) => data(api.GET('/api/v1/campaigns', { params: { query: { limit: 50, ...(state ? { state: state as State } : {}), ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: 5_000,
  })
  const rows = query.data?.pages.flatMap((p) => p.items) ?? []
  const button = may('campaigns:write') ? <Button leftSection={<IconPlus size={16} />} component={Link} to="/campaigns/new">New campaign</Button> : null
  return (
    <Page title="Campaigns" actions={button}>
      <Group><SegmentedControl size="sm" aria-label="Which campaigns" data={STATES} value={state} onChange={setState} /></Group>
      {query.error && <ErrorNotice error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton h={200} />}
      {query.isSuccess && rows.length === 0 && <EmptyState icon={<IconSend size={28} />} title={state ? 'None in this state' : 'No campaign yet'} action={state ? undefined : button}>{state ? 'Choose another state above.' : 'A campaign sends one template to lists and segments; its mails arrive in the test inbox until you add a provider.'}</EmptyState>}
      {rows.length > 0 && (
        <Card p={0}>
          <Table.ScrollContainer minWidth={520}>
            <Table>
              <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th>State</Table.Th><Table.Th>When</Table.Th><Table.Th>Changed</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {rows.map((c) => (
                  <Table.Tr key={c.id} onClick={() => void navigate(`/campaigns/${c.id}`)} style={{ cursor: 'pointer' }}>
                    <Table.Td><Link to={`/campaigns/${c.id}`} style={{ color: 'inherit' }} onClick={(e) => e.stopPropagation()}>{c.name}</Link></Table.Td>
                    <Table.Td><StateBadge state={c.state} /></Table.Td>
                    <Table.Td>{c.state === 'scheduled' && c.scheduled_at ? formatTime(c.scheduled_at) : '–'}</Table.Td>
                    <Table.Td><Ago at={c.updated_at} /></Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Card>
      )}
      <LoadMore query={query} />
    </Page>
  )
}
