// A test through one provider, with every word that was said between us and the server.
import { Button, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { TestResults } from '../templates/test-results.tsx'
import type { Provider } from './queries.ts'

const BODY = '<p>This is a test from InboxLift. If you read it, the provider takes our mail.</p>'

export function ProviderTest({ provider, close }: { provider: Provider; close: () => void }) {
  const [to, setTo] = useState('')
  const send = useMutation({ mutationFn: () => data(api.POST('/api/v1/templates/test', { body: { language: 'html', subject: `Test of ${provider.name}`, preheader: '', body: BODY, to: [to.trim()], provider_id: provider.id } })) })
  return (
    <Modal opened onClose={close} title={`Test ${provider.name}`} size="lg">
      <form onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
        <Stack>
          {send.error && <ErrorNotice error={send.error} />}
          <TextInput label="To" type="email" placeholder="you@example.com" description="A test is sent now and never counted." data-autofocus value={to} onChange={(e) => setTo(e.currentTarget.value)} />
          <Button type="submit" loading={send.isPending} disabled={!to.trim()}>Send</Button>
          {send.data && <TestResults results={send.data.results} isInbox={provider.kind === 'inbox'} />}
        </Stack>
      </form>
    </Modal>
  )
}
