// One mail: as it looks, as plain text, its links, its headers.
import { Anchor, Button, Card, Group, ScrollArea, Skeleton, Stack, Table, Tabs, Text, Title } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api, currentWorkspace, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { MailFrame } from '../../parts/mail-frame.tsx'
import { formatTime } from '../../parts/time.tsx'

export function Mail({ id }: { id: string }) {
  const read = useQuery({ queryKey: ['inbox-mail', id], queryFn: () => data(api.GET('/api/v1/inbox/mails/{mail_id}', { params: { path: { mail_id: id } } })), staleTime: Infinity })
  if (read.error) return <ErrorNotice error={read.error} />
  if (read.isPending) return <Skeleton h={480} />
  const m = read.data
  const links = [...new Map(m.links.map((l) => [l.url, l])).values()]
  return (
    <Card>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            <Title order={2} style={{ overflowWrap: 'anywhere' }}>{m.subject || '(no subject)'}</Title>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>From {m.from_header}</Text>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>To {m.to.join(', ')} · {formatTime(m.received_at)}</Text>
          </div>
          <Button size="xs" variant="default" style={{ flexShrink: 0 }} leftSection={<IconDownload size={14} />} component="a" href={`/api/v1/inbox/mails/${m.id}/raw?workspace=${currentWorkspace.get()}`} download>.eml</Button>
        </Group>
        <Tabs defaultValue={m.html ? 'html' : 'text'} keepMounted={false}>
          <Tabs.List mb="sm">
            {m.html && <Tabs.Tab value="html">As it looks</Tabs.Tab>}
            {m.text && <Tabs.Tab value="text">Plain text</Tabs.Tab>}
            <Tabs.Tab value="links">Links ({links.length})</Tabs.Tab>
            <Tabs.Tab value="headers">Headers</Tabs.Tab>
          </Tabs.List>
          {m.html && <Tabs.Panel value="html"><MailFrame html={m.html} title={`Mail: ${m.subject}`} /></Tabs.Panel>}
          {m.text && <Tabs.Panel value="text"><ScrollArea><Text component="pre" size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontFamily: 'ui-monospace, monospace' }}>{m.text}</Text></ScrollArea></Tabs.Panel>}
          <Tabs.Panel value="links">
            <Stack gap={6}>{links.map((l) => <Anchor key={l.url} href={l.url} target="_blank" rel="noreferrer" size="sm" style={{ overflowWrap: 'anywhere' }}>{l.url}</Anchor>)}{links.length === 0 && <Text c="dimmed">No links.</Text>}</Stack>
          </Tabs.Panel>
          <Tabs.Panel value="headers">
            <Table.ScrollContainer minWidth={420}>
              <Table horizontalSpacing="xs"><Table.Tbody>{m.headers.map((h, i) => <Table.Tr key={i}><Table.Td fw={600} style={{ whiteSpace: 'nowrap', verticalAlign: 'top' }}>{h.name}</Table.Td><Table.Td style={{ overflowWrap: 'anywhere' }}>{h.value}</Table.Td></Table.Tr>)}</Table.Tbody></Table>
            </Table.ScrollContainer>
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </Card>
  )
}
