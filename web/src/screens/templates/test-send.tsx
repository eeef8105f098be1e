// A test of a template to a few addresses, with what the server said.
import { Button, Modal, Stack, TagsInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import type { Content } from './template.tsx'
import { TestResults } from './test-results.tsx'

export function TestSend({ opened, close, content }: { opened: boolean; close: () => void; content: Content }) {
  const [to, setTo] = useState<string[]>([])
  const send = useMutation({ mutationFn: () => data(api.POST('/api/v1/templates/test', { body: { language: content.language, subject: content.subject, preheader: content.preheader, body: content.body, text_body: content.text_body, to } })) })
  return (
    <Modal opened={opened} onClose={() => { send.reset(); close() }} title="Send a test" size="lg">
      <Stack>
        {send.error && <ErrorNotice error={send.error} />}
        <TagsInput label="To" description="Up to ten addresses. A test is never counted." placeholder="you@example.com" acceptValueOnBlur value={to} onChange={setTo} maxTags={10} />
        <Button onClick={() => send.mutate()} loading={send.isPending} disabled={to.length === 0}>Send</Button>
        {send.data && <TestResults results={send.data.results} />}
      </Stack>
    </Modal>
  )
}
