// The sign-in screen.
import { Box, Button, Card, Center, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDocumentTitle } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearchParams } from 'react-router'
import { api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'

/** Only paths of ours: a foreign URL in ?next= is ignored. */
const safeNext = (next: string | null): string => (next?.startsWith('/') && !next.startsWith('//') ? next : '/')

export default function SignIn() {
  useDocumentTitle('Sign in · InboxLift')
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [query] = useSearchParams()
  const form = useForm({ initialValues: { login: '', password: '' }, validate: { login: (v) => (v.trim() ? null : 'Enter your login.'), password: (v) => (v ? null : 'Enter your password.') } })
  const signIn = useMutation({
    mutationFn: (body: { login: string; password: string }) => data(api.POST('/api/v1/session', { body })),
    onSuccess: async (session) => {
      cache.clear()
      cache.setQueryData(['session'], session)
      await navigate(safeNext(query.get('next')))
    },
  })
  return (
    <Center mih="100vh" p="md">
      <Box w="100%" maw={400}>
        <Group justify="center" gap={10} mb="lg"><img src="/icon.svg" width={36} height={36} alt="" /><Text fz={24} fw={700}>InboxLift</Text></Group>
        <Card>
          <form onSubmit={form.onSubmit((v) => signIn.mutate(v))}>
            <Stack>
              <Title order={1} fz="xl">Sign in</Title>
              {signIn.error && <ErrorNotice error={signIn.error} />}
              <TextInput label="Login" autoComplete="username" autoFocus {...form.getInputProps('login')} />
              <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
              <Button type="submit" loading={signIn.isPending} fullWidth>Sign in</Button>
              <Text size="xs" c="dimmed">Lost it? On the server, run <code>inboxlift user reset LOGIN</code>: no mail is needed.</Text>
            </Stack>
          </form>
        </Card>
      </Box>
    </Center>
  )
}
