// The lists a contact is on.
import { Button, Card, Group, Pill, Select, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { useSession } from '../../shell/session.tsx'
import { listsQuery, type Contact } from './queries.ts'

export function Membership({ contact }: { contact: Contact }) {
  const { may } = useSession()
  const cache = useQueryClient()
  const lists = useQuery(listsQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  const refresh = () => cache.invalidateQueries({ queryKey: ['contact', contact.id] })
  const call = (list_id: string) => ({ params: { path: { list_id } }, body: { contact_ids: [contact.id] } })
  const add = useMutation({ mutationFn: async (id: string) => data(api.POST('/api/v1/lists/{list_id}/members', call(id))), onSuccess: () => { setChosen(null); return refresh() } })
  const remove = useMutation({ mutationFn: async (id: string) => data(api.DELETE('/api/v1/lists/{list_id}/members', call(id))), onSuccess: refresh })
  const on = new Set(contact.lists.map((l) => l.id))
  const others = (lists.data?.items ?? []).filter((l) => !on.has(l.id)).map((l) => ({ value: l.id, label: l.name }))
  return (
    <Card>
      <Title order={2} mb="sm">Lists</Title>
      {(add.error ?? remove.error) && <ErrorNotice error={add.error ?? remove.error} />}
      <Group gap={6}>{contact.lists.map((l) => <Pill key={l.id} size="md" withRemoveButton={may('contacts:write')} onRemove={() => remove.mutate(l.id)} removeButtonProps={{ 'aria-label': `Take off ${l.name}` }}>{l.name}</Pill>)}{contact.lists.length === 0 && <Text size="sm" c="dimmed">On no list.</Text>}</Group>
      {may('contacts:write') && others.length > 0 && <Group mt="sm" gap="xs"><Select size="xs" style={{ flex: 1 }} aria-label="Another list" placeholder="Another list" searchable data={others} value={chosen} onChange={setChosen} /><Button size="xs" disabled={!chosen} loading={add.isPending} onClick={() => chosen && add.mutate(chosen)}>Add</Button></Group>}
    </Card>
  )
}
