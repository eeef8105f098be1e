// Lists: named sets of contacts.
import { Button, Card, Group, Modal, Skeleton, Stack, Switch, Table, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { IconList, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, data } from '../../api/client.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { formatCount } from '../../parts/figure.tsx'
import { Page } from '../../parts/page.tsx'
import { Ago } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'
import { listsQuery } from '../contacts/queries.ts'

export default function Lists() {
  const { may } = useSession()
  const cache = useQueryClient()
  const [opened, { open, close }] = useDisclosure(false)
  const read = useQuery(listsQuery)
  const form = useForm({ initialValues: { name: '', description: '', public: false, double_opt_in: false }, validate: { name: (v) => (v.trim() ? null : 'Give it a name.') } })
  const create = useMutation({
    mutationFn: (body: typeof form.values) => data(api.POST('/api/v1/lists', { body })),
    onSuccess: async () => {
      form.reset()
      close()
      await cache.invalidateQueries({ queryKey: ['lists'] })
    },
  })
  const button = may('contacts:write') ? <Button leftSection={<IconPlus size={16} />} onClick={open}>New list</Button> : null
  return (
    <Page title="Lists" actions={button}>
      {read.error && <ErrorNotice error={read.error} retry={() => void read.refetch()} />}
      {read.isPending && <Skeleton h={200} />}
      {read.data?.items.length === 0 && <EmptyState icon={<IconList size={28} />} title="No list yet" action={button}>Contacts get onto lists by imports, forms or by hand; campaigns go to lists and segments.</EmptyState>}
      {read.data && read.data.items.length > 0 && (
        <Card p={0}>
          <Table.ScrollContainer minWidth={420}>
            <Table>
              <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th ta="right">Contacts</Table.Th><Table.Th>Created</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>{read.data.items.map((l) => <Table.Tr key={l.id}><Table.Td>{l.name}{l.description && <Text size="xs" c="dimmed">{l.description}</Text>}</Table.Td><Table.Td ta="right" className="tabular">{formatCount(l.member_count)}</Table.Td><Table.Td><Ago at={l.created_at} /></Table.Td></Table.Tr>)}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Card>
      )}
      <Modal opened={opened} onClose={close} title="New list">
        <form onSubmit={form.onSubmit((v) => create.mutate(v))}>
          <Stack>
            {create.error && <ErrorNotice error={create.error} />}
            <TextInput label="Name" required {...form.getInputProps('name')} />
            <TextInput label="What it is for" {...form.getInputProps('description')} />
            <Group><Switch label="Shown in the preference centre" {...form.getInputProps('public', { type: 'checkbox' })} /><Switch label="Joining needs a confirmation" {...form.getInputProps('double_opt_in', { type: 'checkbox' })} /></Group>
            <Button type="submit" loading={create.isPending}>Create</Button>
          </Stack>
        </form>
      </Modal>
    </Page>
  )
}
