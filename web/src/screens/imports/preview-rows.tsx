// The first rows of a file and what would happen to each.
import { Badge, Card, Group, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { SegmentedControl } from '@mantine/core'
import { formatTarget } from './format.ts'
import type { Preview } from './queries.ts'

type Row = Preview['rows'][number]
export const OUTCOMES: Record<Row['outcome'], { label: string; color: string }> = {
  created: { label: 'new', color: 'teal' }, updated: { label: 'changed', color: 'blue' }, unchanged: { label: 'as it is', color: 'gray' }, duplicate: { label: 'repeated', color: 'yellow' }, rejected: { label: 'refused', color: 'red' },
}
const SHOWN = 12

export function PreviewRows({ preview, mapping }: { preview: Preview; mapping: Record<string, string> }) {
  const [only, setOnly] = useState('all')
  const rejected = preview.rows.filter((r) => r.outcome === 'rejected')
  const rows = (only === 'rejected' ? rejected : preview.rows).slice(0, only === 'rejected' ? 100 : SHOWN)
  const columns = preview.columns.map((name, i) => ({ name, i, target: mapping[name] })).filter((c) => c.target)
  return (
    <Card p={0}>
      <Group justify="space-between" p="lg" pb="xs">
        <div><Title order={2}>What would happen</Title><Text size="sm" c="dimmed">The first {preview.rows.length} rows were looked at; a dry run counts the whole file.</Text></div>
        {rejected.length > 0 && <SegmentedControl size="xs" aria-label="Which rows" value={only} onChange={setOnly} data={[{ value: 'all', label: 'First rows' }, { value: 'rejected', label: `Refused (${rejected.length})` }]} />}
      </Group>
      <Table.ScrollContainer minWidth={Math.max(560, 220 + columns.length * 140)}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th w={60}>Line</Table.Th><Table.Th w={150}>Outcome</Table.Th>{columns.map((c) => <Table.Th key={c.name}>{formatTarget(c.target!)}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>
            {rows.map((r) => (
              <Table.Tr key={r.row}>
                <Table.Td className="tabular">{r.line}</Table.Td>
                <Table.Td><Outcome row={r} /></Table.Td>
                {columns.map((c) => <Table.Td key={c.name}><Text size="sm" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>{r.cells[c.i]}</Text></Table.Td>)}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}

function Outcome({ row }: { row: Row }) {
  const { label, color } = OUTCOMES[row.outcome]
  return (
    <>
      <Badge variant="light" color={color} tt="none">{label}</Badge>
      {row.changes && row.changes.length > 0 && <Text size="xs" c="dimmed">{row.changes.map(formatTarget).join(', ')}</Text>}
      {row.reject && <Text size="xs" c="dimmed">{row.reject.field && `${formatTarget(row.reject.field)}: `}{row.reject.hint || row.reject.rule.replaceAll('_', ' ')}</Text>}
    </>
  )
}
