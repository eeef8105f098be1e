// Editing a contact. Whoever edited an older version is told and sees the newer one; nothing is overwritten silently.
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ApiError, api, data } from '../../api/client.ts'
import type { operations } from '../../api/schema.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import type { Contact } from './queries.ts'

type Change = NonNullable<operations['updateContact']['requestBody']>['content']['application/json']
const FIELDS = ['email', 'first_name', 'last_name', 'phone', 'city', 'region', 'country', 'timezone', 'language'] as const
const valuesOf = (c: Contact) => ({ ...Object.fromEntries(FIELDS.map((f) => [f, c[f] ?? ''])), status: c.status }) as Record<(typeof FIELDS)[number] | 'status', string>
const SETTABLE = ['active', 'unconfirmed', 'unsubscribed', 'suppressed']

export function ContactForm({ contact, opened, close }: { contact: Contact; opened: boolean; close: () => void }) {
  const cache = useQueryClient()
  const form = useForm({ initialValues: valuesOf(contact) })
  useEffect(() => {
    form.setValues(valuesOf(contact))
    form.resetDirty(valuesOf(contact))
  }, [contact.version, opened])
  const save = useMutation({
    mutationFn: (values: typeof form.values) => {
      const before = valuesOf(contact)
      const body = Object.fromEntries(Object.entries(values).filter(([k, v]) => v !== before[k as keyof typeof before]).map(([k, v]) => [k, v === '' ? null : v])) as Change
      return data(api.PATCH('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: contact.id } }, body, headers: { 'If-Match': `"${contact.version}"` } }))
    },
    onSuccess: async (fresh) => {
      cache.setQueryData(['contact', contact.id], fresh)
      await cache.invalidateQueries({ queryKey: ['contacts'] })
      notifications.show({ message: 'Saved.', color: 'teal' })
      close()
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'CONTACT_VERSION_CONFLICT') void cache.invalidateQueries({ queryKey: ['contact', contact.id] })
    },
  })
  const status = SETTABLE.includes(contact.status) ? SETTABLE : [contact.status, ...SETTABLE]
  return (
    <Modal opened={opened} onClose={close} title="Edit contact" size="lg">
      <form onSubmit={form.onSubmit((v) => save.mutate(v))}>
        <Stack>
          {save.error && <ErrorNotice error={save.error} />}
          <Group grow><TextInput label="E-mail" {...form.getInputProps('email')} /><Select label="Status" allowDeselect={false} data={status} {...form.getInputProps('status')} /></Group>
          <Group grow><TextInput label="First name" {...form.getInputProps('first_name')} /><TextInput label="Last name" {...form.getInputProps('last_name')} /></Group>
          <TextInput label="Phone" {...form.getInputProps('phone')} />
          <Group grow><TextInput label="City" {...form.getInputProps('city')} /><TextInput label="Region" {...form.getInputProps('region')} /><TextInput label="Country" {...form.getInputProps('country')} /></Group>
          <Group grow><TextInput label="Time zone" {...form.getInputProps('timezone')} /><TextInput label="Language" {...form.getInputProps('language')} /></Group>
          <Group justify="flex-end"><Button variant="default" onClick={close}>Cancel</Button><Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>Save</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}
