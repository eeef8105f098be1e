// The queue: what waits, who works on it, what needs a person, and the brake for everything.
import { Alert, Badge, Button, Card, Group, Modal, SimpleGrid, Skeleton, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconHandStop, IconPlayerPlay, IconStack2 } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, data } from '../../api/client.ts'
import { useConfirm } from '../../parts/confirm.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { Figure, formatCount } from '../../parts/figure.tsx'
import { Page } from '../../parts/page.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'
import { Uncertain } from './uncertain.tsx'

const queueQuery = { queryKey: ['queue'], queryFn: () => data(api.GET('/api/v1/queue')), refetchInterval: 2_000 }
type Queue = Awaited<ReturnType<typeof queueQuery.queryFn>>
const installationQuery = { queryKey: ['installation'], queryFn: () => data(api.GET('/api/v1/installation')), refetchInterval: 5_000 }

export default function QueueScreen() {
  const { may } = useSession()
  const read = useQuery(queueQuery)
  const q = read.data
  const uncertain = q?.uncertain.reduce((sum, u) => sum + u.count, 0) ?? 0
  return (
    <Page title="Queue" about="Every mail waits here until a server has taken it; nothing is lost when a process dies." actions={may('delivery:write') && <Brake />}>
      <Held />
      {read.error && <ErrorNotice error={read.error} retry={() => void read.refetch()} />}
      {read.isPending && <Skeleton h={220} />}
      {q && (
        <>
          <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }}>
            <Figure label="Ready" value={q.totals.ready ?? 0} hint="go as soon as there is room" />
            <Figure label="Waiting to retry" value={q.totals.deferred ?? 0} hint="the server said: later" />
            <Figure label="Being prepared" value={q.totals.leased ?? 0} hint="taken by a worker" />
            <Figure label="On the way" value={q.totals.attempting ?? 0} hint="the server is listening" />
            <Figure label="Need a decision" value={uncertain} hint="in doubt or held" />
          </SimpleGrid>
          {uncertain > 0 && <Uncertain summary={q.uncertain} />}
          <Launches queue={q} />
          <Workers queue={q} />
        </>
      )}
    </Page>
  )
}

function Launches({ queue }: { queue: Queue }) {
  if (queue.launches.length === 0) return <EmptyState icon={<IconStack2 size={28} />} title="Nothing waits" action={<Button component={Link} to="/campaigns" variant="default">See the campaigns</Button>}>Launch a campaign and watch it pass through here.</EmptyState>
  const n = (w: Record<string, number>, ...states: string[]): string => formatCount(states.reduce((sum, s) => sum + (w[s] ?? 0), 0))
  return (
    <Card p={0}>
      <Title order={2} p="lg" pb="xs">By launch</Title>
      <Table.ScrollContainer minWidth={620}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th>Campaign</Table.Th><Table.Th>State</Table.Th><Table.Th ta="right">Ready</Table.Th><Table.Th ta="right">Retry later</Table.Th><Table.Th ta="right">In work</Table.Th><Table.Th>Oldest due</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {queue.launches.map((l) => (
              <Table.Tr key={l.launch_id} className="tabular">
                <Table.Td>{l.campaign_id ? <Link to={`/campaigns/${l.campaign_id}`} style={{ color: 'inherit' }}>{l.campaign_name}</Link> : l.campaign_name || 'Single mails'}</Table.Td>
                <Table.Td><StateBadge state={l.state} /></Table.Td>
                <Table.Td ta="right">{n(l.waiting, 'ready')}</Table.Td>
                <Table.Td ta="right">{n(l.waiting, 'deferred')}</Table.Td>
                <Table.Td ta="right">{n(l.waiting, 'leased', 'attempting')}</Table.Td>
                <Table.Td><Ago at={l.oldest_due_at} /></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}

function Workers({ queue }: { queue: Queue }) {
  return (
    <Card p={0}>
      <Title order={2} p="lg" pb="xs">Send workers</Title>
      {queue.workers.length === 0 ? <Text px="lg" pb="lg" c="dimmed" size="sm">None has reported. Look at the log of the service worker-send.</Text> : (
        <Table.ScrollContainer minWidth={480}>
          <Table>
            <Table.Thead><Table.Tr><Table.Th>Worker</Table.Th><Table.Th>Release</Table.Th><Table.Th>Started</Table.Th><Table.Th>Seen</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{queue.workers.map((w) => <Table.Tr key={w.instance}><Table.Td><Text size="sm" style={{ overflowWrap: 'anywhere' }}>{w.instance}</Text></Table.Td><Table.Td><Badge variant="default" tt="none">{w.release}</Badge></Table.Td><Table.Td><Ago at={w.started_at} /></Table.Td><Table.Td><Ago at={w.seen_at} /></Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Card>
  )
}

function useInstallation() {
  const cache = useQueryClient()
  const read = useQuery(installationQuery)
  const done = (state: NonNullable<typeof read.data>): void => void cache.setQueryData(installationQuery.queryKey, state)
  const hold = useMutation({ mutationFn: (reason: string) => data(api.POST('/api/v1/installation/hold', { body: { reason } })), onSuccess: done })
  const release = useMutation({ mutationFn: () => data(api.POST('/api/v1/installation/release')), onSuccess: done })
  return { state: read.data, hold, release }
}

function Held() {
  const { state } = useInstallation()
  if (!state?.held) return null
  return <Alert color="orange" icon={<IconHandStop aria-hidden />} title="All sending is held">{state.held_reason}{state.held_since && <>, <Ago at={state.held_since} /></>}. No mail of any workspace leaves until it is released.</Alert>
}

function Brake() {
  const { state, hold, release } = useInstallation()
  const [ask, dialog] = useConfirm()
  const [opened, { open, close }] = useDisclosure(false)
  const [reason, setReason] = useState('')
  if (!state) return null
  return (
    <>
      {dialog}
      {(hold.error ?? release.error) && <ErrorNotice error={hold.error ?? release.error} />}
      {state.held ? (
        <Button leftSection={<IconPlayerPlay size={16} />} loading={release.isPending} onClick={() => ask({ title: 'Let sending go on', text: 'What waits is sent at once. After a restore, look first at what was sent since the backup was made.', action: 'Release', danger: false, onYes: () => release.mutate() })}>Release sending</Button>
      ) : (
        <Button variant="light" color="red" leftSection={<IconHandStop size={16} />} onClick={open}>Hold all sending</Button>
      )}
      <Modal opened={opened} onClose={close} title="Hold all sending">
        <form onSubmit={(e) => { e.preventDefault(); hold.mutate(reason.trim(), { onSuccess: close }) }}>
          <Stack>
            <Text size="sm">No mail of any workspace starts any more until somebody releases it. What is being handed over ends first.</Text>
            <TextInput label="Why" required data-autofocus value={reason} onChange={(e) => setReason(e.currentTarget.value)} />
            <Group justify="flex-end"><Button variant="default" onClick={close}>Cancel</Button><Button type="submit" color="red" disabled={!reason.trim()} loading={hold.isPending}>Hold all sending</Button></Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
