// Addresses nobody may write to. They are stored as blind indexes: one can ask for an address, not read them off.
import { Alert, Badge, Button, Card, Group, Modal, Select, SimpleGrid, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBan, IconSearch, IconShieldCheck } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, data } from '../../api/client.ts'
import { useConfirm } from '../../parts/confirm.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { Figure } from '../../parts/figure.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { Page } from '../../parts/page.tsx'
import { Ago } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'

const REASONS = { unsubscribe: 'Unsubscribed', hard_bounce: 'Bounced for good', complaint: 'Complained', manual: 'By hand', erased: 'Erased' } as const
type Reason = keyof typeof REASONS
const LIFTABLE = new Set(['manual', 'unsubscribe', 'hard_bounce'])

export default function Suppressions() {
  const { may } = useSession()
  const cache = useQueryClient()
  const [ask, dialog] = useConfirm()
  const [opened, { open, close }] = useDisclosure(false)
  const [reason, setReason] = useState<Reason | null>(null)
  const summary = useQuery({ queryKey: ['suppressions', 'summary'], queryFn: () => data(api.GET('/api/v1/suppressions/summary')) })
  const query = useInfiniteQuery({
    queryKey: ['suppressions', reason],
    queryFn: ({ pageParam }) => data(api.GET('/api/v1/suppressions', { params: { query: { limit: 50, ...(reason ? { reason } : {}), ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
  const refresh = () => cache.invalidateQueries({ queryKey: ['suppressions'] })
  const lift = useMutation({ mutationFn: (v: { address_key: string; reason: 'manual' | 'unsubscribe' | 'hard_bounce' | 'complaint' }) => data(api.POST('/api/v1/suppressions/lift', { body: v })), onSettled: refresh })
  const rows = query.data?.pages.flatMap((p) => p.items) ?? []
  const mayWrite = may('compliance:write')
  return (
    <Page title="Suppressions" about="Addresses nobody may write to, whatever list or segment they are in." actions={mayWrite && <Button leftSection={<IconBan size={16} />} onClick={open}>Suppress an address</Button>}>
      {dialog}
      <Suppress opened={opened} close={close} done={refresh} />
      <SimpleGrid cols={{ base: 2, sm: 5 }}>{(Object.keys(REASONS) as Reason[]).map((r) => <Figure key={r} label={REASONS[r]} value={summary.data?.items.find((i) => i.reason === r)?.count ?? 0} />)}</SimpleGrid>
      <Search />
      <Group><Select aria-label="Reason" placeholder="Any reason" clearable data={Object.entries(REASONS).map(([value, label]) => ({ value, label }))} value={reason} onChange={(v) => setReason(v as Reason | null)} /></Group>
      {(query.error ?? lift.error) && <ErrorNotice error={query.error ?? lift.error} />}
      {query.isPending && <Skeleton h={200} />}
      {query.isSuccess && rows.length === 0 && <EmptyState icon={<IconShieldCheck size={28} />} title="Nobody is suppressed">Unsubscribes, bounces for good and complaints appear here by themselves.</EmptyState>}
      {rows.length > 0 && (
        <Card p={0}>
          <Table.ScrollContainer minWidth={560}>
            <Table>
              <Table.Thead><Table.Tr><Table.Th>Who</Table.Th><Table.Th>Reason</Table.Th><Table.Th>Since</Table.Th><Table.Th>By</Table.Th><Table.Th><span className="visually-hidden">Actions</span></Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {rows.map((s) => (
                  <Table.Tr key={s.address_key + s.reason}>
                    <Table.Td>{s.contact_id ? <Link to={`/contacts/${s.contact_id}`} style={{ color: 'inherit' }}>Open contact</Link> : <Text span c="dimmed">no contact</Text>}</Table.Td>
                    <Table.Td><Badge variant="light" color="orange" tt="none">{REASONS[s.reason]}</Badge>{s.detail && <Text size="xs" c="dimmed">{s.detail.replaceAll('_', ' ')}</Text>}</Table.Td>
                    <Table.Td><Ago at={s.since} /></Table.Td>
                    <Table.Td><Text size="sm">{s.by}</Text></Table.Td>
                    <Table.Td>{mayWrite && LIFTABLE.has(s.reason) && <Button size="compact-xs" variant="subtle" onClick={() => ask({ title: 'Lift suppression', text: 'Mail may go to this address again. Do so only when the person asked for it.', action: 'Lift', onYes: () => lift.mutate({ address_key: s.address_key, reason: s.reason as 'manual' }) })}>Lift</Button>}</Table.Td>
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

function Search() {
  const [email, setEmail] = useState('')
  const find = useMutation({ mutationFn: () => data(api.POST('/api/v1/suppressions/search', { body: { email } })) })
  return (
    <Card>
      <form onSubmit={(e) => { e.preventDefault(); find.mutate() }}>
        <Group align="flex-end"><TextInput style={{ flex: 1 }} label="Is this address suppressed?" placeholder="ada@example.com" leftSection={<IconSearch size={16} />} value={email} onChange={(e) => setEmail(e.currentTarget.value)} /><Button type="submit" variant="default" disabled={!email.trim()} loading={find.isPending}>Ask</Button></Group>
      </form>
      {find.error && <Stack mt="sm"><ErrorNotice error={find.error} /></Stack>}
      {find.data && <Alert mt="sm" color={find.data.suppressed ? 'orange' : 'teal'} title={find.data.suppressed ? 'Suppressed: nothing is sent to it' : 'Not suppressed'}>{find.data.reasons.map((r) => <Text key={r.reason} size="sm">{REASONS[r.reason]}, <Ago at={r.since} />{r.lifted_at && <> (lifted <Ago at={r.lifted_at} />)</>}</Text>)}</Alert>}
    </Card>
  )
}

function Suppress({ opened, close, done }: { opened: boolean; close: () => void; done: () => Promise<void> }) {
  const [email, setEmail] = useState('')
  const add = useMutation({
    mutationFn: () => data(api.POST('/api/v1/suppressions', { body: { email, reason: 'manual' } })),
    onSuccess: async () => {
      setEmail('')
      close()
      await done()
    },
  })
  return (
    <Modal opened={opened} onClose={() => { add.reset(); close() }} title="Suppress an address">
      <form onSubmit={(e) => { e.preventDefault(); add.mutate() }}>
        <Stack>
          {add.error && <ErrorNotice error={add.error} />}
          <TextInput label="E-mail address" type="email" value={email} onChange={(e) => setEmail(e.currentTarget.value)} />
          <Text size="sm" c="dimmed">From the moment you confirm, no attempt to this address starts.</Text>
          <Button type="submit" color="red" disabled={!email.trim()} loading={add.isPending}>Suppress</Button>
        </Stack>
      </form>
    </Modal>
  )
}
