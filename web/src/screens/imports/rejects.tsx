// Refused rows: why, and as a file that can be mended and sent again.
import { Button, Card, Group, Table, Text, Title } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { formatTarget } from './format.ts'
import { rejectsCsv } from './queries.ts'

export function Rejects({ id, isFinal }: { id: string; isFinal: boolean }) {
  const query = useInfiniteQuery({
    queryKey: ['import-rejects', id],
    queryFn: ({ pageParam }) => data(api.GET('/api/v1/imports/{import_id}/rejects', { params: { path: { import_id: id }, query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: isFinal ? false : 5_000,
  })
  const rows = query.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <Card p={0}>
      <Group justify="space-between" p="lg" pb="xs">
        <div><Title order={2}>Refused rows</Title><Text size="sm" c="dimmed">Mend them in the file below and import it again: rows that came before stay as they are.</Text></div>
        <Button variant="default" leftSection={<IconDownload size={16} />} component="a" download href={rejectsCsv(id)}>CSV</Button>
      </Group>
      {query.error && <ErrorNotice error={query.error} retry={() => void query.refetch()} />}
      <Table.ScrollContainer minWidth={620}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th w={80}>Line</Table.Th><Table.Th>Field</Table.Th><Table.Th>Why</Table.Th><Table.Th>Row</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{rows.map((r) => <Table.Tr key={r.row}><Table.Td className="tabular">{r.line}</Table.Td><Table.Td>{r.field ? formatTarget(r.field) : '–'}</Table.Td><Table.Td><Text size="sm">{r.hint || r.rule.replaceAll('_', ' ')}</Text></Table.Td><Table.Td><Text size="sm" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>{r.cells.join(' · ')}</Text></Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <LoadMore query={query} />
    </Card>
  )
}
