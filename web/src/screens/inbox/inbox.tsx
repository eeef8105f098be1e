// The built-in test inbox: mails as the people see them who get them. On a phone the list and the mail take turns.
import { ActionIcon, Badge, Box, Button, Card, Grid, Group, Skeleton, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import { IconArrowLeft, IconInbox, IconRefresh, IconSearch, IconTrash } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { api, data } from '../../api/client.ts'
import { useConfirm } from '../../parts/confirm.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { Page } from '../../parts/page.tsx'
import { Ago } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'
import { Mail } from './mail.tsx'

export default function Inbox() {
  const { mailId } = useParams()
  const { may } = useSession()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const isWide = useMediaQuery('(min-width: 62em)') ?? true
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search.trim(), 250)
  const [ask, dialog] = useConfirm()
  const list = useInfiniteQuery({
    queryKey: ['inbox', q],
    queryFn: ({ pageParam }) => data(api.GET('/api/v1/inbox/mails', { params: { query: { limit: 40, ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: 5_000,
  })
  const clear = useMutation({
    mutationFn: () => data(api.DELETE('/api/v1/inbox/mails')),
    onSuccess: async () => {
      await navigate('/inbox')
      await cache.invalidateQueries({ queryKey: ['inbox'] })
    },
  })
  const mails = list.data?.pages.flatMap((p) => p.items) ?? []
  const actions = (
    <>
      <ActionIcon variant="default" size="lg" aria-label="Look again" onClick={() => void list.refetch()}><IconRefresh size={18} /></ActionIcon>
      {may('workspace:write') && mails.length > 0 && <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => ask({ title: 'Empty the test inbox', text: 'All mails in it are removed, also those of other workspaces. Reports stay as they are.', action: 'Empty it', onYes: () => clear.mutate() })}>Empty</Button>}
    </>
  )
  const showList = isWide || mailId === undefined
  return (
    <Page title="Test inbox" about="Mails sent to the built-in provider arrive here and nowhere else." actions={actions}>
      {dialog}
      {list.error && <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      <Grid gap="lg">
        {showList && (
          <Grid.Col span={{ base: 12, md: 5, lg: 4 }}>
            <Stack>
              <TextInput leftSection={<IconSearch size={16} />} placeholder="Recipient or subject" aria-label="Search the inbox" value={search} onChange={(e) => setSearch(e.currentTarget.value)} />
              {list.isPending ? <Skeleton h={300} /> : mails.length === 0 ? (
                <EmptyState icon={<IconInbox size={28} />} title={q ? 'Nothing found' : 'No mail yet'} action={q ? undefined : <Button component={Link} to="/campaigns">Go to campaigns</Button>}>{q ? 'Try another part of the recipient or subject.' : 'Launch a campaign, or send a test from a template: it shows here within a second.'}</EmptyState>
              ) : (
                <Card p={4}>
                  {mails.map((m) => (
                    <UnstyledButton key={m.id} component={Link} to={`/inbox/${m.id}`} p="sm" display="block" style={{ borderRadius: 8, background: m.id === mailId ? 'var(--mantine-primary-color-light)' : undefined }} aria-current={m.id === mailId}>
                      <Group justify="space-between" wrap="nowrap" gap="xs"><Text size="sm" fw={600} truncate>{m.to[0]}</Text><Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}><Ago at={m.received_at} /></Text></Group>
                      <Text size="sm" truncate>{m.subject || '(no subject)'}</Text>
                    </UnstyledButton>
                  ))}
                </Card>
              )}
              <LoadMore query={list} />
            </Stack>
          </Grid.Col>
        )}
        {(isWide || mailId !== undefined) && (
          <Grid.Col span={{ base: 12, md: 7, lg: 8 }}>
            {!isWide && <Box mb="sm"><Button variant="subtle" leftSection={<IconArrowLeft size={16} />} component={Link} to="/inbox">All mails</Button></Box>}
            {mailId ? <Mail id={mailId} /> : mails.length > 0 && <Card><Group><Badge variant="light">{mails.length}{list.hasNextPage ? '+' : ''} mails</Badge><Text c="dimmed">Choose one to read it.</Text></Group></Card>}
          </Grid.Col>
        )}
      </Grid>
    </Page>
  )
}
