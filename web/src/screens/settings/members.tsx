// Who works in this workspace, and as what.
import { ActionIcon, Badge, Button, Card, Group, Modal, Select, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { IconTrash, IconUserPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, data } from '../../api/client.ts'
import { useConfirm } from '../../parts/confirm.tsx'
import { CopyOnce } from '../../parts/copy-once.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { Ago } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'

const ROLES = ['owner', 'admin', 'marketer', 'analyst', 'sales', 'support', 'developer', 'auditor', 'privacy_officer'] as const
type Role = (typeof ROLES)[number]
const roleOptions = ROLES.map((r) => ({ value: r, label: r.replace('_', ' ') }))

export function Members() {
  const { may, session } = useSession()
  const cache = useQueryClient()
  const [ask, dialog] = useConfirm()
  const [opened, { open, close }] = useDisclosure(false)
  const read = useQuery({ queryKey: ['members'], queryFn: () => data(api.GET('/api/v1/members')) })
  const refresh = () => cache.invalidateQueries({ queryKey: ['members'] })
  const setRole = useMutation({ mutationFn: (v: { user_id: string; role: Role }) => data(api.PUT('/api/v1/members/{user_id}', { params: { path: { user_id: v.user_id } }, body: { role: v.role } })), onSettled: refresh })
  const remove = useMutation({ mutationFn: (user_id: string) => data(api.DELETE('/api/v1/members/{user_id}', { params: { path: { user_id } } })), onSettled: refresh })
  if (read.error) return <ErrorNotice error={read.error} retry={() => void read.refetch()} />
  if (read.isPending) return <Skeleton h={200} />
  const mayWrite = may('members:write')
  return (
    <Stack>
      {dialog}
      <AddMember opened={opened} close={close} done={refresh} />
      {(setRole.error ?? remove.error) && <ErrorNotice error={setRole.error ?? remove.error} />}
      {mayWrite && <Group><Button leftSection={<IconUserPlus size={16} />} onClick={open}>Add person</Button></Group>}
      <Card p={0}>
        <Table.ScrollContainer minWidth={520}>
          <Table>
            <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th>Login</Table.Th><Table.Th>Role</Table.Th><Table.Th>Since</Table.Th><Table.Th><span className="visually-hidden">Actions</span></Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {read.data.items.map((m) => (
                <Table.Tr key={m.user_id}>
                  <Table.Td>{m.name} {m.state !== 'active' && <Badge color="gray">{m.state}</Badge>}</Table.Td>
                  <Table.Td>{m.login}</Table.Td>
                  <Table.Td>
                    {mayWrite ? <Select size="xs" w={150} aria-label={`Role of ${m.name}`} allowDeselect={false} data={roleOptions} value={m.role} onChange={(role) => role && setRole.mutate({ user_id: m.user_id, role: role as Role })} /> : m.role}
                  </Table.Td>
                  <Table.Td><Ago at={m.since} /></Table.Td>
                  <Table.Td>
                    {mayWrite && m.user_id !== session.user?.id && (
                      <ActionIcon variant="subtle" color="red" aria-label={`Remove ${m.name}`} onClick={() => ask({ title: 'Remove person', text: <>{m.name} can no longer open this workspace. What the person did stays on record.</>, action: 'Remove', onYes: () => remove.mutate(m.user_id) })}>
                        <IconTrash size={16} />
                      </ActionIcon>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Card>
    </Stack>
  )
}

function AddMember({ opened, close, done }: { opened: boolean; close: () => void; done: () => Promise<void> }) {
  const form = useForm({ initialValues: { login: '', name: '', role: 'marketer' as Role }, validate: { login: (v) => (v.trim().length >= 3 ? null : 'At least 3 characters.'), name: (v) => (v.trim() ? null : 'Enter a name.') } })
  const add = useMutation({ mutationFn: (body: typeof form.values) => data(api.POST('/api/v1/members', { body })), onSuccess: done })
  const shut = (): void => {
    add.reset()
    form.reset()
    close()
  }
  return (
    <Modal opened={opened} onClose={shut} title="Add person">
      {add.data ? (
        <Stack>
          {add.data.password ? <CopyOnce title={`One-time password of ${add.data.login}`} secret={add.data.password} /> : <Text>{add.data.login} had an account already and can now open this workspace.</Text>}
          <Button onClick={shut}>Done</Button>
        </Stack>
      ) : (
        <form onSubmit={form.onSubmit((v) => add.mutate(v))}>
          <Stack>
            {add.error && <ErrorNotice error={add.error} />}
            <TextInput label="Login" description="A short name or a mail address." autoComplete="off" {...form.getInputProps('login')} />
            <TextInput label="Name" {...form.getInputProps('name')} />
            <Select label="Role" data={roleOptions} allowDeselect={false} {...form.getInputProps('role')} />
            <Button type="submit" loading={add.isPending}>Add</Button>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
