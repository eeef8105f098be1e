// A secret that is shown once.
import { ActionIcon, Alert, Code, CopyButton, Group, Text } from '@mantine/core'
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react'

export function CopyOnce({ title, secret }: { title: string; secret: string }) {
  return (
    <Alert color="teal" icon={<IconKey aria-hidden />} title={title}>
      <Group gap="xs" wrap="nowrap">
        <Code style={{ wordBreak: 'break-all' }}>{secret}</Code>
        <CopyButton value={secret}>{({ copied, copy }) => <ActionIcon variant="subtle" onClick={copy} aria-label={copied ? 'Copied' : 'Copy'}>{copied ? <IconCheck size={16} /> : <IconCopy size={16} />}</ActionIcon>}</CopyButton>
      </Group>
      <Text size="xs" mt={6}>Shown only now: copy it to where it is needed.</Text>
    </Alert>
  )
}
