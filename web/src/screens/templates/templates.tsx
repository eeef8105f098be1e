// Templates: content to be written once and used often.
import { Badge, Button, Card, Group, SimpleGrid, Skeleton, Text, Title, UnstyledButton } from '@mantine/core'
import { IconPlus, IconTemplate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, data } from '../../api/client.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { Page } from '../../parts/page.tsx'
import { Ago } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'

export const templatesQuery = { queryKey: ['templates'], queryFn: () => data(api.GET('/api/v1/templates', { params: { query: { limit: 200 } } })) }

export default function Templates() {
  const { may } = useSession()
  const read = useQuery(templatesQuery)
  const button = may('campaigns:write') ? <Button leftSection={<IconPlus size={16} />} component={Link} to="/templates/new">New template</Button> : null
  return (
    <Page title="Templates" actions={button}>
      {read.error && <ErrorNotice error={read.error} retry={() => void read.refetch()} />}
      {read.isPending && <Skeleton h={200} />}
      {read.data?.items.length === 0 && <EmptyState icon={<IconTemplate size={28} />} title="No template yet" action={button}>Write a mail in MJML or HTML, with Liquid for what differs per person.</EmptyState>}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {(read.data?.items ?? []).map((t) => (
          <UnstyledButton key={t.id} component={Link} to={`/templates/${t.id}`}>
            <Card h="100%">
              <Group justify="space-between" wrap="nowrap"><Title order={2} style={{ overflowWrap: 'anywhere' }}>{t.name}</Title><Badge variant="light" tt="uppercase">{t.language}</Badge></Group>
              <Text size="sm" c="dimmed" mt={6} lineClamp={2}>{t.subject || 'No subject'}</Text>
              <Text size="xs" c="dimmed" mt="sm">changed <Ago at={t.updated_at} /></Text>
            </Card>
          </UnstyledButton>
        ))}
      </SimpleGrid>
    </Page>
  )
}
