// Providers: the services that take our mail. Credentials go in and never come out.
import { ActionIcon, Badge, Button, Card, Group, Menu, SimpleGrid, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconDots, IconInbox, IconLock, IconLockOpen, IconPencil, IconPlayerPause, IconPlayerPlay, IconPlugConnected, IconPlus, IconSend, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, data } from '../../api/client.ts'
import { useConfirm } from '../../parts/confirm.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { formatCount } from '../../parts/figure.tsx'
import { Page } from '../../parts/page.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { useSession } from '../../shell/session.tsx'
import { ProviderForm } from './provider-form.tsx'
import { ProviderTest } from './provider-test.tsx'
import { KINDS, providersQuery, SECURITY, type Provider } from './queries.ts'

type Open = { what: 'form'; provider: Provider | null } | { what: 'test'; provider: Provider }

export default function Providers() {
  const { may } = useSession()
  const [open, setOpen] = useState<Open | null>(null)
  const read = useQuery(providersQuery)
  const button = may('delivery:write') ? <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen({ what: 'form', provider: null })}>Add provider</Button> : null
  const close = (): void => setOpen(null)
  return (
    <Page title="Providers" about="Services that take your mail. The built-in one delivers to the test inbox and nowhere else." actions={button}>
      {read.error && <ErrorNotice error={read.error} retry={() => void read.refetch()} />}
      {read.isPending && <Skeleton h={200} />}
      {read.data?.items.length === 0 && <EmptyState icon={<IconPlugConnected size={28} />} title="No provider yet" action={button}>Add the SMTP server that should send your mail; a test shows every word that was said.</EmptyState>}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        {(read.data?.items ?? []).map((p) => <ProviderCard key={p.id} provider={p} edit={() => setOpen({ what: 'form', provider: p })} test={() => setOpen({ what: 'test', provider: p })} />)}
      </SimpleGrid>
      {open?.what === 'form' && <ProviderForm key={open.provider?.id ?? 'new'} provider={open.provider} close={close} />}
      {open?.what === 'test' && <ProviderTest provider={open.provider} close={close} />}
    </Page>
  )
}

function ProviderCard({ provider: p, edit, test }: { provider: Provider; edit: () => void; test: () => void }) {
  const { may } = useSession()
  const cache = useQueryClient()
  const [ask, dialog] = useConfirm()
  const refresh = () => cache.invalidateQueries({ queryKey: providersQuery.queryKey })
  const path = { params: { path: { provider_id: p.id } } }
  const setState = useMutation({ mutationFn: (state: Provider['state']) => data(api.PATCH('/api/v1/providers/{provider_id}', { ...path, body: { state } })), onSettled: refresh })
  const remove = useMutation({ mutationFn: () => data(api.DELETE('/api/v1/providers/{provider_id}', path)), onSettled: refresh })
  const mayWrite = may('delivery:write')
  const error = setState.error ?? remove.error
  return (
    <Card opacity={p.state === 'retired' ? 0.75 : 1}>
      {dialog}
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
          <ThemeIcon size={42} radius="md" variant="light" aria-hidden>{p.kind === 'inbox' ? <IconInbox size={22} /> : <IconPlugConnected size={22} />}</ThemeIcon>
          <div style={{ minWidth: 0 }}>
            <Title order={2} style={{ overflowWrap: 'anywhere' }}>{p.name}</Title>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{KINDS[p.kind]}{p.host && <> · {p.host}:{p.port}</>}</Text>
          </div>
        </Group>
        <StateBadge state={p.state} />
      </Group>
      <Group gap={6} mt="md">
        {p.kind === 'smtp' && <Badge variant="default" tt="none" leftSection={p.security === 'none' ? <IconLockOpen size={12} /> : <IconLock size={12} />}>{SECURITY[p.security].short}</Badge>}
        {p.has_username && <Badge variant="default" tt="none">user name set</Badge>}
        {p.has_secret && <Badge variant="default" tt="none">password set</Badge>}
        {p.has_webhook_secret && <Badge variant="default" tt="none">webhook secret set</Badge>}
        <Badge variant="default" tt="none">{p.max_connections} connections</Badge>
        {p.rate_per_second !== null && <Badge variant="default" tt="none">{formatCount(p.rate_per_second)} a second</Badge>}
        {p.rate_per_hour !== null && <Badge variant="default" tt="none">{formatCount(p.rate_per_hour)} an hour</Badge>}
        {p.rate_per_day !== null && <Badge variant="default" tt="none">{formatCount(p.rate_per_day)} a day</Badge>}
      </Group>
      {error && <Stack mt="sm"><ErrorNotice error={error} /></Stack>}
      <Group mt="md" gap="xs">
        {may('campaigns:write') && <Button size="xs" variant="light" leftSection={<IconSend size={14} />} onClick={test}>Send a test</Button>}
        {mayWrite && <Button size="xs" variant="default" leftSection={<IconPencil size={14} />} onClick={edit}>Edit</Button>}
        {mayWrite && (
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="default" size={30} aria-label={`More for ${p.name}`}><IconDots size={16} /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
              {p.state === 'active' ? <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => setState.mutate('paused')}>Pause</Menu.Item> : <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => setState.mutate('active')}>Use it again</Menu.Item>}
              {p.state !== 'retired' && <Menu.Item onClick={() => ask({ title: 'Retire provider', text: 'It takes no more mail. Its history stays in the reports.', action: 'Retire', onYes: () => setState.mutate('retired') })}>Retire</Menu.Item>}
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => ask({ title: 'Remove provider', text: 'Only a provider that carried no mail can be removed; others are retired.', action: 'Remove', onYes: () => remove.mutate() })}>Remove</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
    </Card>
  )
}
