// Segments: questions about contacts.
import { Button, Card, Skeleton, Table } from '@mantine/core'
import { IconFilter, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { formatCount } from '../../parts/figure.tsx'
import { Page } from '../../parts/page.tsx'
import { Ago } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'
import { segmentsQuery } from './choices.ts'

export default function Segments() {
  const { may } = useSession()
  const navigate = useNavigate()
  const read = useQuery(segmentsQuery)
  const button = may('segments:write') ? <Button leftSection={<IconPlus size={16} />} component={Link} to="/segments/new">New segment</Button> : null
  return (
    <Page title="Segments" about="A segment is a question about contacts; its answer is always the present one." actions={button}>
      {read.error && <ErrorNotice error={read.error} retry={() => void read.refetch()} />}
      {read.isPending && <Skeleton h={200} />}
      {read.data?.items.length === 0 && <EmptyState icon={<IconFilter size={28} />} title="No segment yet" action={button}>Ask, for example: who opened a mail in the last week and lives in California?</EmptyState>}
      {read.data && read.data.items.length > 0 && (
        <Card p={0}>
          <Table.ScrollContainer minWidth={480}>
            <Table>
              <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th ta="right">Kept members</Table.Th><Table.Th>Changed</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {read.data.items.map((s) => (
                  <Table.Tr key={s.id} onClick={() => void navigate(`/segments/${s.id}`)} style={{ cursor: 'pointer' }}>
                    <Table.Td><Link to={`/segments/${s.id}`} style={{ color: 'inherit' }} onClick={(e) => e.stopPropagation()}>{s.name}</Link></Table.Td>
                    <Table.Td ta="right" className="tabular">{s.member_count === null ? '–' : formatCount(s.member_count)}</Table.Td>
                    <Table.Td><Ago at={s.updated_at} /></Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Card>
      )}
    </Page>
  )
}
