// A failure as a person reads it: what, and what to do.
import { Alert, Button, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ApiError } from '../api/client.ts'

export function ErrorNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  const known = error instanceof ApiError
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={known ? error.message : 'The server cannot be reached.'} role="alert">
      <Text size="sm">{known ? error.hint : 'Check that InboxLift is running, then try again.'}</Text>
      {known && error.fields.map((f) => <Text key={f.field} size="sm">{f.field}: {f.message}</Text>)}
      {retry && <Button size="xs" variant="light" color="red" mt="sm" onClick={retry}>Try again</Button>}
    </Alert>
  )
}
