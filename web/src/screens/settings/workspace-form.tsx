// Name, time zone and postal address of the workspace.
import { Button, Card, Group, Select, Skeleton, Stack, TextInput, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'

export function WorkspaceForm() {
  const cache = useQueryClient()
  const read = useQuery({ queryKey: ['workspace'], queryFn: () => data(api.GET('/api/v1/workspace')) })
  const form = useForm({ initialValues: { name: '', timezone: 'UTC', postal_address: '' } })
  useEffect(() => {
    if (read.data) form.setValues({ name: read.data.name, timezone: read.data.timezone, postal_address: read.data.postal_address })
  }, [read.data])
  const save = useMutation({
    mutationFn: (body: typeof form.values) => data(api.PATCH('/api/v1/workspace', { body })),
    onSuccess: async () => {
      notifications.show({ message: 'Saved.', color: 'teal' })
      await cache.invalidateQueries({ queryKey: ['workspace'] })
      await cache.invalidateQueries({ queryKey: ['session'] })
    },
  })
  if (read.error) return <ErrorNotice error={read.error} retry={() => void read.refetch()} />
  if (read.isPending) return <Skeleton h={240} />
  return (
    <Card maw={560}>
      <form onSubmit={form.onSubmit((v) => save.mutate(v))}>
        <Stack>
          {save.error && <ErrorNotice error={save.error} />}
          <TextInput label="Name" required {...form.getInputProps('name')} />
          <Select label="Time zone" description="Reports and relative times are read in it." searchable data={['UTC', ...Intl.supportedValuesOf('timeZone')]} {...form.getInputProps('timezone')} />
          <Textarea label="Postal address" description="Most countries ask for it in the footer of commercial mail." autosize minRows={3} {...form.getInputProps('postal_address')} />
          <Group><Button type="submit" loading={save.isPending}>Save</Button></Group>
        </Stack>
      </form>
    </Card>
  )
}
