// One segment: the builder, the count while typing, the first people, the definition as text.
import { Alert, Badge, Button, Card, Code, Grid, Group, Loader, Skeleton, Stack, Switch, Table, Tabs, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { ApiError, api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { formatCount } from '../../parts/figure.tsx'
import { Page } from '../../parts/page.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { useSession } from '../../shell/session.tsx'
import { GroupEditor } from './builder.tsx'
import { rootGroup, type Definition } from './language.ts'

const CodeEditor = lazy(() => import('../../parts/code-editor.tsx'))
const FRESH: Definition = { version: 1, where: { all: [{ field: 'country', op: 'eq', value: 'US' }] } }

export default function SegmentScreen() {
  const { segmentId = 'new' } = useParams()
  const isNew = segmentId === 'new'
  const read = useQuery({ queryKey: ['segment', segmentId], queryFn: () => data(api.GET('/api/v1/segments/{segment_id}', { params: { path: { segment_id: segmentId } } })), enabled: !isNew })
  if (read.error) return <Page title="Segment"><ErrorNotice error={read.error} /></Page>
  if (!isNew && !read.data) return <Page title="Segment"><Skeleton h={300} /></Page>
  return <Editor key={read.data?.version ?? 0} id={isNew ? null : segmentId} saved={read.data ? { name: read.data.name, version: read.data.version, definition: read.data.definition as unknown as Definition } : { name: '', version: 0, definition: FRESH }} />
}

function Editor({ id, saved }: { id: string | null; saved: { name: string; version: number; definition: Definition } }) {
  const { may } = useSession()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [name, setName] = useState(saved.name)
  const [definition, setDefinition] = useState(saved.definition)
  const [mailable, setMailable] = useState(true)
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), definition: definition as unknown as Record<string, unknown> }
      return id ? data(api.PATCH('/api/v1/segments/{segment_id}', { params: { path: { segment_id: id } }, body: { ...body, version: saved.version } })) : data(api.POST('/api/v1/segments', { body }))
    },
    onSuccess: async (segment) => {
      notifications.show({ message: 'Segment saved.', color: 'teal' })
      cache.setQueryData(['segment', segment.id], segment)
      await cache.invalidateQueries({ queryKey: ['segments'] })
      if (!id) await navigate(`/segments/${segment.id}`, { replace: true })
    },
  })
  return (
    <Page title={id ? saved.name : 'New segment'} actions={may('segments:write') && <Button onClick={() => save.mutate()} loading={save.isPending} disabled={!name.trim()}>Save</Button>}>
      {save.error && <ErrorNotice error={save.error} />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Card>
            <Stack>
              <TextInput label="Name" placeholder="Recent openers in California" value={name} onChange={(e) => setName(e.currentTarget.value)} />
              <Tabs defaultValue="builder" keepMounted={false}>
                <Tabs.List mb="md"><Tabs.Tab value="builder">Builder</Tabs.Tab><Tabs.Tab value="json">As text</Tabs.Tab><Tabs.Tab value="sql">SQL</Tabs.Tab></Tabs.List>
                <Tabs.Panel value="builder"><GroupEditor group={rootGroup(definition.where)} onChange={(where) => setDefinition({ ...definition, where })} /></Tabs.Panel>
                <Tabs.Panel value="json"><JsonEditor definition={definition} onChange={setDefinition} /></Tabs.Panel>
                <Tabs.Panel value="sql"><Sql definition={definition} /></Tabs.Panel>
              </Tabs>
            </Stack>
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}><Answer definition={definition} mailable={mailable} setMailable={setMailable} /></Grid.Col>
      </Grid>
    </Page>
  )
}

function JsonEditor({ definition, onChange }: { definition: Definition; onChange: (d: Definition) => void }) {
  const [text, setText] = useState(() => JSON.stringify(definition, null, 2))
  const [problem, setProblem] = useState('')
  const typed = (next: string): void => {
    setText(next)
    try {
      onChange(JSON.parse(next) as Definition)
      setProblem('')
    } catch (error) {
      setProblem((error as Error).message)
    }
  }
  return <Stack gap="xs"><Suspense fallback={<Skeleton h={420} />}><CodeEditor label="Definition as JSON" language="json" value={text} onChange={typed} /></Suspense>{problem && <Text size="sm" c="red">{problem}</Text>}</Stack>
}

function Sql({ definition }: { definition: Definition }) {
  const explain = useQuery({ queryKey: ['segment-sql', definition], queryFn: () => data(api.POST('/api/v1/segments/explain', { body: { definition: definition as unknown as Record<string, unknown> } })), retry: false })
  if (explain.error) return <ErrorNotice error={explain.error} />
  if (!explain.data) return <Skeleton h={200} />
  return (
    <Stack gap="xs">
      {explain.data.warnings.map((w) => <Alert key={w} color="yellow">{w}</Alert>)}
      <Code block style={{ whiteSpace: 'pre-wrap' }}>{explain.data.sql}</Code>
    </Stack>
  )
}

/** The count and the first people, a moment after the last change. */
function Answer({ definition, mailable, setMailable }: { definition: Definition; mailable: boolean; setMailable: (v: boolean) => void }) {
  const [settled] = useDebouncedValue(definition, 350)
  const body = { definition: settled as unknown as Record<string, unknown>, mailable }
  const counted = useQuery({ queryKey: ['segment-count', body], queryFn: () => data(api.POST('/api/v1/segments/count', { body })), placeholderData: keepPreviousData, retry: false })
  const people = useQuery({ queryKey: ['segment-people', body], queryFn: () => data(api.POST('/api/v1/segments/people', { params: { query: { limit: 10 } }, body })), placeholderData: keepPreviousData, retry: false, enabled: counted.isSuccess })
  const [shownError, setShownError] = useState<ApiError | null>(null)
  useEffect(() => setShownError(counted.error instanceof ApiError ? counted.error : null), [counted.error])
  return (
    <Stack>
      <Card>
        <Group justify="space-between"><Title order={2}>Answer</Title>{counted.isFetching && <Loader size="xs" role="status" aria-label="Counting" />}</Group>
        {shownError ? (
          <Alert color="yellow" mt="sm" title="Not complete yet">{shownError.fields.length > 0 ? shownError.fields.map((f) => <Text key={f.field + f.message} size="sm">{f.field}: {f.message}</Text>) : <Text size="sm">{shownError.message}</Text>}</Alert>
        ) : (
          <>
            <Text fz={34} fw={650} className="tabular" aria-live="polite">{counted.data ? formatCount(counted.data.count) : '…'}</Text>
            <Text size="sm" c="dimmed">{mailable ? 'people you may mail now' : 'people'}{counted.data && <> · counted in {counted.data.ms} ms</>}</Text>
          </>
        )}
        <Switch mt="md" label="Only people we may mail" checked={mailable} onChange={(e) => setMailable(e.currentTarget.checked)} />
      </Card>
      {!shownError && people.data && people.data.items.length > 0 && (
        <Card p={0}>
          <Text fw={600} p="md" pb={4}>First people</Text>
          <Table highlightOnHover={false}>
            <Table.Tbody>{people.data.items.map((p) => <Table.Tr key={p.id}><Table.Td style={{ overflowWrap: 'anywhere' }}><Link to={`/contacts/${p.id}`} style={{ color: 'inherit' }}>{p.email ?? 'erased'}</Link><Text size="xs" c="dimmed">{[p.city, p.region, p.country].filter(Boolean).join(', ')}</Text></Table.Td><Table.Td ta="right">{p.status === 'active' ? <Badge variant="light" color="teal" tt="none">active</Badge> : <StateBadge state={p.status} />}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </Card>
      )}
    </Stack>
  )
}
