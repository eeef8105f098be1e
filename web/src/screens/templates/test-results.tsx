// What became of a test: per address the server's answer and the whole dialogue.
import { Alert, Code, ScrollArea, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { operations } from '../../api/schema.ts'

type Results = operations['testTemplate']['responses'][200]['content']['application/json']['results']
const OUTCOMES: Record<Results[number]['outcome'], { color: string; text: string }> = {
  sent: { color: 'teal', text: 'taken' }, deferred: { color: 'yellow', text: 'not now' }, refused: { color: 'red', text: 'refused' }, in_doubt: { color: 'orange', text: 'uncertain' }, not_sent: { color: 'red', text: 'not sent' },
}

export function TestResults({ results, isInbox }: { results: Results; isInbox?: boolean }) {
  return (
    <>
      {results.map((r) => (
        <Alert key={r.to} color={OUTCOMES[r.outcome].color} title={`${r.to}: ${OUTCOMES[r.outcome].text}${r.provider ? ` by ${r.provider}` : ''}`} role="status">
          {r.text && <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{r.code ?? ''} {r.text}</Text>}
          {r.dialogue.length > 0 && <ScrollArea.Autosize mah={260} mt="xs" viewportProps={{ tabIndex: 0, 'aria-label': 'Dialogue with the server' }}><Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{r.dialogue.join('\n')}</Code></ScrollArea.Autosize>}
        </Alert>
      ))}
      {results.some((r) => r.outcome === 'sent') && isInbox !== false && <Text size="sm">{isInbox ? 'It is in the ' : 'Taken by the built-in provider? Then it is in the '}<Link to="/inbox">test inbox</Link>.</Text>}
    </>
  )
}
