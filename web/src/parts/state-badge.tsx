// The state of something, in one colour language.
import { Badge } from '@mantine/core'

const COLOURS: Record<string, string> = {
  active: 'teal', sent: 'teal', done: 'teal', delivered: 'teal', given: 'teal',
  draft: 'gray', retired: 'gray', cancelled: 'gray', skipped: 'gray', archived: 'gray',
  scheduled: 'blue', launching: 'blue', sending: 'blue', running: 'blue', receiving: 'blue', ready: 'blue', leased: 'blue', attempting: 'blue', slicing: 'blue', preparing: 'blue', accepted: 'blue',
  paused: 'yellow', deferred: 'yellow', held: 'yellow', in_doubt: 'orange', unconfirmed: 'yellow',
  failed: 'red', bounced: 'red', complained: 'red', unsubscribed: 'orange', suppressed: 'orange', withdrawn: 'orange', erased: 'gray', rejected: 'red',
}

export function StateBadge({ state }: { state: string }) {
  return <Badge variant="light" color={COLOURS[state] ?? 'gray'} tt="none">{state.replaceAll('_', ' ')}</Badge>
}
