// API keys: what applications call the API with.
import { ActionIcon, Badge, Button, Card, Checkbox, Code, Group, Modal, ScrollArea, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { IconKey, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, data } from '../../api/client.ts'
import type { operations } from '../../api/schema.ts'
import { useConfirm } from '../../parts/confirm.tsx'
import { CopyOnce } from '../../parts/copy-once.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { Ago } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'

type NewKey = NonNullable<operations['createKey']['requestBody']>['content']['application/json']
const createKey = (body: NewKey) => data(api.POST('/api/v1/keys', { body }))

export function Keys() {
  const { may } = useSession()
  const cache = useQueryClient()
  const [ask, dialog] = useConfirm()
  const [opened, { open, close }] = useDisclosure(false)
  const read = useQuery({ queryKey: ['keys'], queryFn: () => data(api.GET('/api/v1/keys')) })
  const refresh = () => cache.invalidateQueries({ queryKey: ['keys'] })
  const revoke = useMutation({ mutationFn: (key_id: string) => data(api.DELETE('/api/v1/keys/{key_id}', { params: { path: { key_id } } })), onSettled: refresh })
  if (read.error) return <ErrorNotice error={read.error} retry={() => void read.refetch()} />
  if (read.isPending) return <Skeleton h={200} />
  const create = may('keys:write') ? <Button leftSection={<IconPlus size={16} />} onClick={open}>Create key</Button> : null
  return (
    <Stack>
      {dialog}
      <CreateKey opened={opened} close={close} done={refresh} />
      {revoke.error && <ErrorNotice error={revoke.error} />}
      {read.data.items.length === 0 ? (
        <EmptyState icon={<IconKey size={28} />} title="No API key yet" action={create}>An application calls the API with a key that may do only what it needs.</EmptyState>
      ) : (
        <>
          <Group>{create}</Group>
          <Card p={0}>
            <Table.ScrollContainer minWidth={620}>
              <Table>
                <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th>Key</Table.Th><Table.Th>May</Table.Th><Table.Th>Used</Table.Th><Table.Th><span className="visually-hidden">Actions</span></Table.Th></Table.Tr></Table.Thead>
                <Table.Tbody>
                  {read.data.items.map((k) => (
                    <Table.Tr key={k.id} opacity={k.revoked_at ? 0.55 : 1}>
                      <Table.Td>{k.name}</Table.Td>
                      <Table.Td><Code>{k.hint}…</Code></Table.Td>
                      <Table.Td><Text size="xs" maw={320}>{k.scopes.join(', ')}</Text></Table.Td>
                      <Table.Td>{k.revoked_at ? <Badge color="gray">revoked</Badge> : <Ago at={k.used_at} none="never" />}</Table.Td>
                      <Table.Td>{!k.revoked_at && may('keys:write') && <ActionIcon variant="subtle" color="red" aria-label={`Revoke ${k.name}`} onClick={() => ask({ title: 'Revoke key', text: <>Whatever uses “{k.name}” stops working at once.</>, action: 'Revoke', onYes: () => revoke.mutate(k.id) })}><IconTrash size={16} /></ActionIcon>}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </Card>
        </>
      )}
    </Stack>
  )
}

function CreateKey({ opened, close, done }: { opened: boolean; close: () => void; done: () => Promise<void> }) {
  const { workspace } = useSession()
  const roles = useQuery({ queryKey: ['roles'], queryFn: () => data(api.GET('/api/v1/roles')), enabled: opened })
  const form = useForm({ initialValues: { name: '', scopes: [] as string[] }, validate: { name: (v) => (v.trim() ? null : 'Say what it is for.'), scopes: (v) => (v.length > 0 ? null : 'Choose at least one.') } })
  const create = useMutation({ mutationFn: createKey, onSuccess: done })
  const shut = (): void => {
    create.reset()
    form.reset()
    close()
  }
  const grantable = (roles.data?.scopes ?? []).filter((s) => (workspace.scopes as string[]).includes(s.name))
  return (
    <Modal opened={opened} onClose={shut} title="Create API key" size="lg">
      {create.data ? (
        <Stack><CopyOnce title="Your new key" secret={create.data.key} /><Button onClick={shut}>Done</Button></Stack>
      ) : (
        <form onSubmit={form.onSubmit((v) => create.mutate({ name: v.name, scopes: v.scopes as NewKey['scopes'] }))}>
          <Stack>
            {create.error && <ErrorNotice error={create.error} />}
            <TextInput label="Name" placeholder="Web shop" {...form.getInputProps('name')} />
            <Checkbox.Group label="It may" {...form.getInputProps('scopes')}>
              <ScrollArea.Autosize mah={280} mt="xs"><Stack gap={8}>{grantable.map((s) => <Checkbox key={s.name} value={s.name} label={s.name} description={s.about} />)}</Stack></ScrollArea.Autosize>
            </Checkbox.Group>
            <Button type="submit" loading={create.isPending}>Create key</Button>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
