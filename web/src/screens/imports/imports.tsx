// Imports: every file that came in, and what became of it.
import { Button, Card, Progress, Skeleton, Table, Text } from '@mantine/core'
import { IconFileImport, IconUpload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { api, data } from '../../api/client.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { formatCount } from '../../parts/figure.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { Page } from '../../parts/page.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'
import { isFinal, type ImportRun } from './queries.ts'

export default function Imports() {
  const { may } = useSession()
  const navigate = useNavigate()
  const query = useInfiniteQuery({
    queryKey: ['imports'],
    queryFn: ({ pageParam }) => data(api.GET('/api/v1/imports', { params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: (q) => (q.state.data?.pages.some((p) => p.items.some((i) => !isFinal(i.state))) ? 3_000 : 15_000),
  })
  const rows = query.data?.pages.flatMap((p) => p.items) ?? []
  const button = may('contacts:write') ? <Button leftSection={<IconUpload size={16} />} component={Link} to="/imports/new">Import a file</Button> : null
  return (
    <Page title="Imports" about="Files of contacts: nothing is read before you have seen what would happen." actions={rows.length > 0 && button}>
      {query.error && <ErrorNotice error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton h={200} />}
      {query.isSuccess && rows.length === 0 && <EmptyState icon={<IconFileImport size={28} />} title="No file yet" action={button}>Drop a CSV of any size. You say which column is what and see what would happen to each row before anything is changed.</EmptyState>}
      {rows.length > 0 && (
        <Card p={0}>
          <Table.ScrollContainer minWidth={680}>
            <Table>
              <Table.Thead><Table.Tr><Table.Th>File</Table.Th><Table.Th>State</Table.Th><Table.Th ta="right">Rows</Table.Th><Table.Th ta="right">New</Table.Th><Table.Th ta="right">Changed</Table.Th><Table.Th ta="right">Refused</Table.Th><Table.Th>Begun</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {rows.map((r) => (
                  <Table.Tr key={r.id} onClick={() => void navigate(`/imports/${r.id}`)} style={{ cursor: 'pointer' }} className="tabular">
                    <Table.Td><Link to={`/imports/${r.id}`} style={{ color: 'inherit', overflowWrap: 'anywhere' }} onClick={(e) => e.stopPropagation()}>{r.file_name}</Link><Text size="xs" c="dimmed">{r.source_name}</Text></Table.Td>
                    <Table.Td><State run={r} /></Table.Td>
                    <Table.Td ta="right">{formatCount(r.rows)}</Table.Td>
                    <Table.Td ta="right">{formatCount(r.counts.created)}</Table.Td>
                    <Table.Td ta="right">{formatCount(r.counts.updated)}</Table.Td>
                    <Table.Td ta="right">{formatCount(r.counts.rejected)}</Table.Td>
                    <Table.Td><Ago at={r.created_at} /></Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Card>
      )}
      <LoadMore query={query} />
    </Page>
  )
}

function State({ run }: { run: ImportRun }) {
  const share = run.file_bytes > 0 ? (100 * run.done_bytes) / run.file_bytes : 0
  return <>{run.state === 'ready' ? <StateBadge state="to be checked" /> : <StateBadge state={run.state} />}{run.state === 'running' && <Progress value={share} size="xs" mt={4} w={90} aria-label={`${Math.round(share)} %`} />}</>
}
