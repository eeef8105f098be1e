// Messages whose fate nobody knows, or that are held: a person looks at the attempts and decides.
import { Badge, Button, Card, Checkbox, Code, Group, Menu, Modal, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronDown } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { formatCount } from '../../parts/figure.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago, formatTime } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'

const DECISIONS = { sent: 'It did arrive', ready: 'Send it again', failed: 'Give it up as failed', cancelled: 'Cancel it', held: 'Keep it for later' } as const
type Decision = keyof typeof DECISIONS

export function Uncertain({ summary }: { summary: { state: string; reason: string | null; count: number; oldest_at: string | null }[] }) {
  const { may } = useSession()
  const cache = useQueryClient()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [looking, setLooking] = useState<string | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['messages', 'uncertain'],
    queryFn: ({ pageParam }) => data(api.GET('/api/v1/messages', { params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: 5_000,
  })
  const settle = useMutation({
    mutationFn: (decision: Decision) => data(api.POST('/api/v1/messages/settle', { body: { message_ids: [...chosen], decision } })),
    onSuccess: (answer) => {
      setChosen(new Set())
      notifications.show({ color: answer.refused.length > 0 ? 'yellow' : 'teal', message: `${formatCount(answer.settled)} settled${answer.refused.length > 0 ? `, ${formatCount(answer.refused.length)} were no longer waiting` : ''}.` })
    },
    onSettled: () => Promise.all([cache.invalidateQueries({ queryKey: ['messages'] }), cache.invalidateQueries({ queryKey: ['queue'] })]),
  })
  const rows = query.data?.pages.flatMap((p) => p.items) ?? []
  const mayWrite = may('delivery:write')
  const toggle = (id: string): void => setChosen((c) => new Set(c.has(id) ? [...c].filter((x) => x !== id) : [...c, id]))
  const all = rows.length > 0 && chosen.size === rows.length
  return (
    <Card p={0}>
      <Group justify="space-between" p="lg" pb="xs">
        <div>
          <Title order={2}>Need a decision</Title>
          <Text size="sm" c="dimmed">The connection was lost after the whole mail had been sent, or it is held. Reports of the provider settle most by themselves.</Text>
          <Group gap={6} mt={6}>{summary.map((s) => <Badge key={s.state + s.reason} variant="light" color="orange" tt="none">{formatCount(s.count)} {s.state.replace('_', ' ')}{s.reason ? `: ${s.reason.replaceAll('_', ' ')}` : ''}</Badge>)}</Group>
        </div>
        {mayWrite && (
          <Menu position="bottom-end">
            <Menu.Target><Button disabled={chosen.size === 0} loading={settle.isPending} rightSection={<IconChevronDown size={16} />}>Decide{chosen.size > 0 && ` (${chosen.size})`}</Button></Menu.Target>
            <Menu.Dropdown>{(Object.keys(DECISIONS) as Decision[]).map((d) => <Menu.Item key={d} onClick={() => settle.mutate(d)}>{DECISIONS[d]}</Menu.Item>)}</Menu.Dropdown>
          </Menu>
        )}
      </Group>
      {(query.error ?? settle.error) && <ErrorNotice error={query.error ?? settle.error} />}
      {query.isPending && <Skeleton h={120} m="lg" />}
      <Table.ScrollContainer minWidth={620}>
        <Table>
          <Table.Thead><Table.Tr>{mayWrite && <Table.Th w={44}><Checkbox aria-label="Choose all" checked={all} indeterminate={chosen.size > 0 && !all} onChange={() => setChosen(all ? new Set() : new Set(rows.map((r) => r.id)))} /></Table.Th>}<Table.Th>Message</Table.Th><Table.Th>State</Table.Th><Table.Th ta="right">Attempts</Table.Th><Table.Th>Since</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {rows.map((m) => (
              <Table.Tr key={m.id}>
                {mayWrite && <Table.Td><Checkbox aria-label={`Choose ${m.id}`} checked={chosen.has(m.id)} onChange={() => toggle(m.id)} /></Table.Td>}
                <Table.Td><Group gap="xs"><Button size="compact-xs" variant="subtle" onClick={() => setLooking(m.id)}>Look at it</Button><Link to={`/contacts/${m.contact_id}`} style={{ color: 'inherit' }}>Contact</Link></Group></Table.Td>
                <Table.Td><StateBadge state={m.state} />{m.reason && <Text size="xs" c="dimmed">{m.reason.replaceAll('_', ' ')}</Text>}</Table.Td>
                <Table.Td ta="right" className="tabular">{m.attempts}</Table.Td>
                <Table.Td><Ago at={m.state_at} /></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <LoadMore query={query} />
      {looking && <Attempts id={looking} close={() => setLooking(null)} />}
    </Card>
  )
}

function Attempts({ id, close }: { id: string; close: () => void }) {
  const read = useQuery({ queryKey: ['message', id], queryFn: () => data(api.GET('/api/v1/messages/{message_id}', { params: { path: { message_id: id } } })) })
  return (
    <Modal opened onClose={close} title="Message and its attempts" size="lg">
      {read.error && <ErrorNotice error={read.error} />}
      {read.isPending && <Skeleton h={120} />}
      {read.data && (
        <Stack>
          <Group gap="xs"><StateBadge state={read.data.state} /><Text size="sm" c="dimmed">{read.data.class === 'at_most_once' ? 'never sent twice by itself' : 'sent again after the grace time'}</Text></Group>
          {read.data.message_id && <Text size="sm" style={{ overflowWrap: 'anywhere' }}>Message-ID {read.data.message_id}</Text>}
          {read.data.attempt_list.length === 0 && <Text size="sm" c="dimmed">No attempt yet.</Text>}
          {read.data.attempt_list.map((a) => (
            <Card key={a.attempt_no} padding="sm">
              <Group justify="space-between"><Text size="sm" fw={600}>Attempt {a.attempt_no}</Text><StateBadge state={a.outcome ?? 'attempting'} /></Group>
              <Text size="xs" c="dimmed">{formatTime(a.started_at)}{a.phase && ` · ended in ${a.phase}`}{a.latency_ms !== null && ` · ${a.latency_ms} ms`}</Text>
              {a.diagnostic && <Code block mt="xs" style={{ whiteSpace: 'pre-wrap' }}>{a.diagnostic}</Code>}
            </Card>
          ))}
        </Stack>
      )}
    </Modal>
  )
}
