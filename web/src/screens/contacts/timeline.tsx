// Everything that happened to a contact, newest first.
import { Card, Group, Skeleton, Stack, Text, ThemeIcon, Timeline as Line, Title } from '@mantine/core'
import { IconAlertTriangle, IconChecks, IconClick, IconClock, IconEye, IconListDetails, IconMailOff, IconPencil, IconRobot, IconSend, IconShieldCheck } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { formatTime } from '../../parts/time.tsx'

const ICONS: Record<string, ReactNode> = {
  sent: <IconSend size={13} />, delivered: <IconChecks size={13} />, opened: <IconEye size={13} />, clicked: <IconClick size={13} />, deferred: <IconClock size={13} />,
  bounced: <IconMailOff size={13} />, complained: <IconAlertTriangle size={13} />, unsubscribed: <IconMailOff size={13} />, rejected: <IconMailOff size={13} />, consent: <IconShieldCheck size={13} />, change: <IconPencil size={13} />,
}
const COLOURS: Record<string, string> = { bounced: 'red', complained: 'red', unsubscribed: 'orange', rejected: 'red', deferred: 'yellow', opened: 'teal', clicked: 'teal' }

const TITLES: Record<string, string> = {
  queued: 'Mail queued', sent: 'Mail accepted by a server', delivered: 'Mail delivered', deferred: 'Refused for now', bounced: 'Bounced', complained: 'Complained', opened: 'Opened', clicked: 'Clicked a link', unsubscribed: 'Unsubscribed', rejected: 'Rejected by the provider',
}
const titleOf = (e: { event_type: string; is_bot: boolean; hard: boolean | null }): string => `${e.event_type === 'bounced' && e.hard ? 'Bounced for good' : (TITLES[e.event_type] ?? e.event_type)}${e.is_bot ? ' (a machine)' : ''}`

export function Timeline({ contactId }: { contactId: string }) {
  const query = useInfiniteQuery({
    queryKey: ['timeline', contactId],
    queryFn: ({ pageParam }) => data(api.GET('/api/v1/contacts/{contact_id}/timeline', { params: { path: { contact_id: contactId }, query: { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
  const items = query.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <Card>
      <Title order={2} mb="md">Timeline</Title>
      {query.error && <ErrorNotice error={query.error} />}
      {query.isPending && <Skeleton h={200} />}
      {query.isSuccess && items.length === 0 && <Group c="dimmed" gap="xs"><IconListDetails size={18} aria-hidden /><Text>Nothing happened yet.</Text></Group>}
      <Stack>
        <Line bulletSize={24} lineWidth={2} active={-1}>
          {items.map((e, i) => (
            <Line.Item key={`${e.occurred_at}${e.event_type}${i}`} bullet={<ThemeIcon size={22} radius="xl" variant="light" color={COLOURS[e.event_type] ?? 'gray'} aria-hidden>{e.is_bot ? <IconRobot size={13} /> : (ICONS[e.event_type] ?? <IconPencil size={13} />)}</ThemeIcon>} title={<Text size="sm" fw={600}>{titleOf(e)}</Text>}>
              {e.campaign_id && <Text size="sm" component={Link} to={`/campaigns/${e.campaign_id}`} c="lift">{e.campaign_name ?? 'Campaign'}</Text>}
              {e.link_url && <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{e.link_url}</Text>}
              {e.bounce_class && <Text size="sm" c="dimmed">{[e.bounce_class.replaceAll('_', ' '), e.smtp_code, e.enhanced_code].filter(Boolean).join(' · ')}</Text>}
              <Text size="xs" c="dimmed">{formatTime(e.occurred_at)}</Text>
            </Line.Item>
          ))}
        </Line>
        <LoadMore query={query} />
      </Stack>
    </Card>
  )
}
