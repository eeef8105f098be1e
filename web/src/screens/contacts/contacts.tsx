// Contacts: exact search by address, filters, newest first.
import { Button, Card, Group, Select, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconAddressBook, IconFileImport, IconSearch, IconUserPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { ApiError } from '../../api/client.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { Page } from '../../parts/page.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'
import { NewContact } from './new-contact.tsx'
import { listContacts, listsQuery, type ContactPage } from './queries.ts'

const STATUSES = ['active', 'unconfirmed', 'unsubscribed', 'bounced', 'complained', 'suppressed', 'erased']
const EMPTY = { email: '', status: '', country: '', region: '', list_id: '' }

export default function Contacts() {
  const { may } = useSession()
  const [opened, { open, close }] = useDisclosure(false)
  const [typed, setTyped] = useState(EMPTY)
  const [filter] = useDebouncedValue(typed, 300)
  const lists = useQuery(listsQuery)
  const clean = Object.fromEntries(Object.entries(filter).map(([k, v]) => [k, v.trim()]).filter(([, v]) => v !== '')) as Record<string, string>
  const query = useInfiniteQuery({
    queryKey: ['contacts', clean],
    queryFn: ({ pageParam }) => listContacts({ limit: 50, ...clean, ...(clean.country ? { country: clean.country.toUpperCase() } : {}), ...(clean.region ? { region: clean.region.toUpperCase() } : {}), ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: (page: ContactPage) => page.next_cursor ?? undefined,
  })
  const rows = query.data?.pages.flatMap((p) => p.items) ?? []
  const isFiltered = Object.keys(clean).length > 0
  const set = (name: keyof typeof EMPTY) => (value: string | null) => setTyped((t) => ({ ...t, [name]: value ?? '' }))
  const invalid = query.error instanceof ApiError && query.error.code === 'CONTACT_ADDRESS_INVALID'
  return (
    <Page
      title="Contacts"
      actions={may('contacts:write') && <><Button variant="default" leftSection={<IconFileImport size={16} />} component={Link} to="/imports/new">Import file</Button><Button leftSection={<IconUserPlus size={16} />} onClick={open}>New contact</Button></>}
    >
      <NewContact opened={opened} close={close} />
      <Card padding="sm">
        <Group gap="xs" align="flex-end">
          <TextInput style={{ flex: '1 1 240px' }} label="Exact e-mail address" placeholder="ada@example.com" leftSection={<IconSearch size={16} />} value={typed.email} onChange={(e) => set('email')(e.currentTarget.value)} error={invalid ? 'Type the whole address.' : undefined} />
          <Select style={{ flex: '1 1 130px' }} label="Status" clearable data={STATUSES} value={typed.status || null} onChange={set('status')} />
          <TextInput style={{ flex: '0 1 90px' }} label="Country" placeholder="US" maxLength={2} value={typed.country} onChange={(e) => set('country')(e.currentTarget.value)} />
          <TextInput style={{ flex: '0 1 90px' }} label="Region" placeholder="CA" value={typed.region} onChange={(e) => set('region')(e.currentTarget.value)} />
          <Select style={{ flex: '1 1 160px' }} label="List" clearable searchable data={(lists.data?.items ?? []).map((l) => ({ value: l.id, label: l.name }))} value={typed.list_id || null} onChange={set('list_id')} />
          {isFiltered && <Button variant="subtle" onClick={() => setTyped(EMPTY)}>Clear</Button>}
        </Group>
      </Card>
      {query.error && !invalid && <ErrorNotice error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton h={320} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState icon={<IconAddressBook size={28} />} title={isFiltered ? 'Nobody found' : 'No contacts yet'} action={isFiltered ? undefined : <Button component={Link} to="/imports/new">Import a file</Button>}>
          {isFiltered ? 'No contact matches all of these. Addresses are stored encrypted, so only the whole address can be searched for.' : 'Import a CSV file or create one by hand. Addresses are stored encrypted.'}
        </EmptyState>
      )}
      {rows.length > 0 && <ContactTable rows={rows} />}
      <LoadMore query={query} />
    </Page>
  )
}

function ContactTable({ rows }: { rows: ContactPage['items'] }) {
  const navigate = useNavigate()
  return (
    <Card p={0}>
      <Table.ScrollContainer minWidth={640}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th>E-mail</Table.Th><Table.Th>Status</Table.Th><Table.Th>Place</Table.Th><Table.Th>Last mailed</Table.Th><Table.Th>Created</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {rows.map((c) => (
              <Table.Tr key={c.id} onClick={() => void navigate(`/contacts/${c.id}`)} style={{ cursor: 'pointer' }}>
                <Table.Td><Link to={`/contacts/${c.id}`} onClick={(e) => e.stopPropagation()} style={{ color: 'inherit' }}>{c.email ?? <Text span c="dimmed">erased</Text>}</Link></Table.Td>
                <Table.Td><StateBadge state={c.status} /></Table.Td>
                <Table.Td>{[c.city, c.region, c.country].filter(Boolean).join(', ') || '–'}</Table.Td>
                <Table.Td><Ago at={c.last_sent_at} none="never" /></Table.Td>
                <Table.Td><Ago at={c.created_at} /></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}
