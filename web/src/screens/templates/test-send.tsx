// A test to a few addresses, with what the server said.
import { Alert, Button, Code, Modal, Stack, TagsInput, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import type { Content } from './template.tsx'

export function TestSend({ opened, close, content }: { opened: boolean; close: () => void; content: Content }) {
  const [to, setTo] = useState<string[]>([])
  const send = useMutation({ mutationFn: () => data(api.POST('/api/v1/templates/test', { body: { language: content.language, subject: content.subject, preheader: content.preheader, body: content.body, text_body: content.text_body, to } })) })
  return (
    <Modal opened={opened} onClose={() => { send.reset(); close() }} title="Send a test" size="lg">
      <Stack>
        {send.error && <ErrorNotice error={send.error} />}
        <TagsInput label="To" description="Up to ten addresses. A test is never counted." placeholder="you@example.com" value={to} onChange={setTo} maxTags={10} />
        <Button onClick={() => send.mutate()} loading={send.isPending} disabled={to.length === 0}>Send</Button>
        {(send.data?.results ?? []).map((r) => (
          <Alert key={r.to} color={r.outcome === 'sent' ? 'teal' : 'red'} title={`${r.to}: ${r.outcome}`}>
            {r.text && <Text size="sm">{r.text}</Text>}
            {r.dialogue.length > 0 && <Code block mt="xs">{r.dialogue.join('\n')}</Code>}
          </Alert>
        ))}
        {send.data && <Text size="sm">Sent to the built-in provider? Then it is in the <Link to="/inbox">test inbox</Link>.</Text>}
      </Stack>
    </Modal>
  )
}
