// An import at work or at its end: how far, what became of the rows, which were refused and why.
import { Alert, Button, Card, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconAddressBook, IconFilter } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { Figure, formatCount } from '../../parts/figure.tsx'
import { useLive } from '../../parts/live.ts'
import { formatBytes, formatSeconds } from './format.ts'
import { importQuery, isFinal, type ImportProgress, type ImportRun } from './queries.ts'
import { Rejects } from './rejects.tsx'

export function RunningImport({ run }: { run: ImportRun }) {
  const cache = useQueryClient()
  const key = ['import-progress', run.id]
  const moving = !isFinal(run.state)
  useLive('import', run.id, key, moving)
  const progress = useQuery<ImportProgress>({ queryKey: key, queryFn: async () => importQuery(run.id).queryFn(), initialData: run, refetchInterval: moving ? 5_000 : false })
  const p = moving ? progress.data : run
  // A finished dry run turns back to `ready`, a finished import to `done`: the screen changes with it.
  useEffect(() => {
    if (p.state !== run.state) void Promise.all([cache.invalidateQueries({ queryKey: importQuery(run.id).queryKey }), cache.invalidateQueries({ queryKey: ['contacts'] }), cache.invalidateQueries({ queryKey: ['lists'] }), cache.invalidateQueries({ queryKey: ['imports'] })])
  }, [p.state, run.state, run.id, cache])
  const share = p.file_bytes > 0 ? (100 * p.done_bytes) / p.file_bytes : 0
  const c = p.counts
  return (
    <Stack gap="lg">
      {run.state === 'failed' && <Alert color="red" title="The import stopped">{failureText(p.error_code)}</Alert>}
      {run.options.dry_run && moving && <Alert color="blue" title="Dry run">Every row is checked as in a real import; nothing is changed.</Alert>}
      {run.state !== 'done' && (
        <Card>
          <Group justify="space-between" mb={8}><Text fw={600} className="tabular">{formatCount(p.rows)} rows read</Text><Text size="sm" c="dimmed" className="tabular">{formatBytes(p.done_bytes)} of {formatBytes(p.file_bytes)}{p.seconds_left ? <> · {formatSeconds(p.seconds_left)} left</> : null}</Text></Group>
          <Progress value={share} size="lg" animated={run.state === 'running'} color={run.state === 'failed' ? 'red' : undefined} aria-label="Progress of the import" />
        </Card>
      )}
      <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} aria-live="polite">
        <Figure label="New" value={c.created} />
        <Figure label="Changed" value={c.updated} />
        <Figure label="As they were" value={c.unchanged} />
        <Figure label="Twice in the file" value={c.duplicate} />
        <Figure label="Refused" value={c.rejected} />
      </SimpleGrid>
      {run.state === 'done' && <Group><Button component={Link} to={run.options.list_id ? `/contacts?list_id=${run.options.list_id}` : '/contacts'} variant="default" leftSection={<IconAddressBook size={16} />}>See the contacts</Button><Button component={Link} to="/segments/new" variant="default" leftSection={<IconFilter size={16} />}>Build a segment</Button></Group>}
      {c.rejected > 0 && <Rejects id={run.id} isFinal={isFinal(run.state)} />}
    </Stack>
  )
}

const FAILURES: Record<string, string> = { IMPORT_FILE_DAMAGED: 'A piece of the kept file could not be read.' }
function failureText(code: string | null): string {
  return `${(code && FAILURES[code]) ?? 'Something unexpected happened while it was read'} (${code ?? 'no code'}). What was read stays; resume goes on at the same row.`
}
