// A contact by hand.
import { Anchor, Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { ApiError, api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'

const EMPTY = { email: '', first_name: '', last_name: '', country: '', region: '', city: '' }

export function NewContact({ opened, close }: { opened: boolean; close: () => void }) {
  const navigate = useNavigate()
  const cache = useQueryClient()
  const form = useForm({ initialValues: EMPTY, validate: { email: (v) => (v.trim() ? null : 'An address is needed.') } })
  const create = useMutation({
    mutationFn: (v: typeof EMPTY) => data(api.POST('/api/v1/contacts', { body: { email: v.email, first_name: v.first_name || null, last_name: v.last_name || null, country: v.country || null, region: v.region || null, city: v.city || null } })),
    onSuccess: async ({ id }) => {
      form.reset()
      close()
      await cache.invalidateQueries({ queryKey: ['contacts'] })
      await navigate(`/contacts/${id}`)
    },
  })
  const known = create.error instanceof ApiError ? create.error.known : undefined
  return (
    <Modal opened={opened} onClose={() => { create.reset(); close() }} title="New contact">
      <form onSubmit={form.onSubmit((v) => create.mutate(v))}>
        <Stack>
          {create.error && <ErrorNotice error={create.error} />}
          {typeof known?.contact_id === 'string' && <Anchor component={Link} to={`/contacts/${known.contact_id}`} onClick={close}>Open the contact that has this address</Anchor>}
          <TextInput label="E-mail" type="email" required {...form.getInputProps('email')} />
          <Group grow><TextInput label="First name" {...form.getInputProps('first_name')} /><TextInput label="Last name" {...form.getInputProps('last_name')} /></Group>
          <Group grow><TextInput label="City" {...form.getInputProps('city')} /><TextInput label="Region" placeholder="CA" {...form.getInputProps('region')} /><TextInput label="Country" placeholder="US" {...form.getInputProps('country')} /></Group>
          <Button type="submit" loading={create.isPending}>Create</Button>
        </Stack>
      </form>
    </Modal>
  )
}
