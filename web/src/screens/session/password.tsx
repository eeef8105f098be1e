// Changing one's own password; asked for after a reset.
import { Button, Card, PasswordInput, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { Page } from '../../parts/page.tsx'
import { useSession } from '../../shell/session.tsx'

export default function Password() {
  const { session } = useSession()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const form = useForm({
    initialValues: { current: '', next: '', again: '' },
    validate: { next: (v) => (v.length >= 12 ? null : 'Use at least 12 characters.'), again: (v, all) => (v === all.next ? null : 'The two do not match.') },
  })
  const change = useMutation({
    mutationFn: (v: { current: string; next: string }) => data(api.POST('/api/v1/session/password', { body: { current: v.current, next: v.next } })),
    onSuccess: async () => {
      notifications.show({ message: 'Password changed. Your other sessions were ended.', color: 'teal' })
      await cache.invalidateQueries({ queryKey: ['session'] })
      await navigate('/')
    },
  })
  return (
    <Page title="Change password" about={session.must_change_password ? 'Your password was set for you. Choose your own before you go on.' : undefined}>
      <Card maw={460}>
        <form onSubmit={form.onSubmit((v) => change.mutate(v))}>
          <Stack>
            {change.error && <ErrorNotice error={change.error} />}
            <PasswordInput label="Present password" autoComplete="current-password" {...form.getInputProps('current')} />
            <PasswordInput label="New password" autoComplete="new-password" description="At least 12 characters; a sentence is easier to keep." {...form.getInputProps('next')} />
            <PasswordInput label="New password again" autoComplete="new-password" {...form.getInputProps('again')} />
            <Button type="submit" loading={change.isPending}>Change password</Button>
            <Text size="xs" c="dimmed">All your other sessions end.</Text>
          </Stack>
        </form>
      </Card>
    </Page>
  )
}
