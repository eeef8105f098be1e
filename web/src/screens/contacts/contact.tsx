// One contact: what is known and who said so, lists, and everything that happened.
import { ActionIcon, Badge, Button, Card, Grid, Group, Menu, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { api, data } from '../../api/client.ts'
import { useConfirm } from '../../parts/confirm.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { Page } from '../../parts/page.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago, formatTime } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'
import { ContactForm } from './contact-form.tsx'
import { Membership } from './membership.tsx'
import { contactQuery, type Contact } from './queries.ts'
import { Timeline } from './timeline.tsx'

export default function ContactScreen() {
  const { contactId = '' } = useParams()
  const { may } = useSession()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [ask, dialog] = useConfirm()
  const [editing, setEditing] = useState(false)
  const read = useQuery(contactQuery(contactId))
  const remove = useMutation({
    mutationFn: () => data(api.DELETE('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: contactId } } })),
    onSuccess: async () => {
      notifications.show({ message: 'Contact removed.', color: 'teal' })
      await cache.invalidateQueries({ queryKey: ['contacts'] })
      await navigate('/contacts')
    },
  })
  if (read.error) return <Page title="Contact"><ErrorNotice error={read.error} retry={() => void read.refetch()} /></Page>
  if (read.isPending) return <Page title="Contact"><Skeleton h={300} /></Page>
  const c = read.data
  const name = [c.first_name, c.last_name].filter(Boolean).join(' ')
  const actions = may('contacts:write') && (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setEditing(true)}>Edit</Button>
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon variant="default" size="lg" aria-label="More"><IconDots size={18} /></ActionIcon></Menu.Target>
        <Menu.Dropdown><Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => ask({ title: 'Remove contact', text: 'Only a contact without history can be removed; people who were mailed are erased instead.', action: 'Remove', onYes: () => remove.mutate() })}>Remove</Menu.Item></Menu.Dropdown>
      </Menu>
    </>
  )
  return (
    <Page title={name || c.email || 'Erased contact'} about={<Group gap="xs" component="span"><StateBadge state={c.status} />{name && <span>{c.email}</span>}</Group>} actions={actions}>
      {dialog}
      {remove.error && <ErrorNotice error={remove.error} />}
      <ContactForm contact={c} opened={editing} close={() => setEditing(false)} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack><Facts contact={c} /><Membership contact={c} /></Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}><Timeline contactId={c.id} /></Grid.Col>
      </Grid>
    </Page>
  )
}

function Facts({ contact: c }: { contact: Contact }) {
  const rows: [string, string, string | null][] = [
    ['E-mail', 'email', c.email], ['First name', 'first_name', c.first_name], ['Last name', 'last_name', c.last_name], ['Phone', 'phone', c.phone],
    ['City', 'city', c.city], ['Region', 'region', c.region], ['Country', 'country', c.country], ['Time zone', 'timezone', c.timezone], ['Language', 'language', c.language],
    ...Object.entries(c.attributes).map(([key, value]): [string, string, string] => [key, `attributes.${key}`, Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? JSON.stringify(value) : String(value as string)]),
  ]
  const from = (field: string) => c.provenance[field] ?? c.provenance['*']
  return (
    <Card>
      <Title order={2} mb="sm">What we know</Title>
      <Table horizontalSpacing="xs" verticalSpacing={6} highlightOnHover={false}>
        <Table.Tbody>
          {rows.filter(([, , value]) => value !== null && value !== '').map(([label, field, value]) => (
            <Table.Tr key={field}>
              <Table.Th w={110} fw={500} c="dimmed">{label}</Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}{from(field) && <Text size="xs" c="dimmed">{from(field)!.source}, {formatTime(from(field)!.observed_at)}</Text>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group gap="xs" mt="sm"><Badge variant="default" tt="none">version {c.version}</Badge><Text size="xs" c="dimmed">created <Ago at={c.created_at} />, changed <Ago at={c.updated_at} />, last mailed <Ago at={c.last_sent_at} none="never" /></Text></Group>
    </Card>
  )
}
