// One import: say which column is what while it waits, watch it while it runs, read what became of it.
import { Alert, Button, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { api, data } from '../../api/client.ts'
import { useConfirm } from '../../parts/confirm.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { Page } from '../../parts/page.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { useSession } from '../../shell/session.tsx'
import { formatBytes } from './format.ts'
import { PlanImport } from './plan-import.tsx'
import { importQuery, isFinal, type ImportRun } from './queries.ts'
import { RunningImport } from './running-import.tsx'

export default function ImportScreen() {
  const { importId = '' } = useParams()
  const read = useQuery(importQuery(importId))
  if (read.error) return <Page title="Import"><ErrorNotice error={read.error} retry={() => void read.refetch()} /></Page>
  if (read.isPending) return <Page title="Import"><Skeleton h={300} /></Page>
  const run = read.data
  return run.state === 'ready' ? <PlanImport run={run} actions={<Steer run={run} />} /> : (
    <Page title={run.file_name} about={<><StateBadge state={run.state} /> {formatBytes(run.file_bytes)} from {run.source_name}</>} actions={<Steer run={run} />}>
      {run.state === 'receiving' ? <Alert color="yellow" title="The file has not arrived completely">If the upload was interrupted, cancel this import and send the file again.</Alert> : <RunningImport run={run} />}
    </Page>
  )
}

function Steer({ run }: { run: ImportRun }) {
  const { may } = useSession()
  const cache = useQueryClient()
  const [ask, dialog] = useConfirm()
  const steer = useMutation({
    mutationFn: (what: 'pause' | 'resume' | 'cancel') => data(api.POST(`/api/v1/imports/{import_id}/${what}`, { params: { path: { import_id: run.id } } })),
    onSettled: async () => {
      await cache.invalidateQueries({ queryKey: importQuery(run.id).queryKey })
      await cache.invalidateQueries({ queryKey: ['import-progress', run.id] })
      void cache.invalidateQueries({ queryKey: ['imports'] })
    },
  })
  if (!may('contacts:write') || (isFinal(run.state) && run.state !== 'failed')) return null
  return (
    <>
      {dialog}
      {steer.error && <ErrorNotice error={steer.error} />}
      {run.state === 'running' && <Button variant="default" loading={steer.isPending} onClick={() => steer.mutate('pause')}>Pause</Button>}
      {(run.state === 'paused' || run.state === 'failed') && <Button loading={steer.isPending} onClick={() => steer.mutate('resume')}>Resume</Button>}
      <Button variant="light" color="red" onClick={() => ask({ title: 'Cancel import', text: 'The rest of the file is not read and the file is dropped. People who came with it stay.', action: 'Cancel import', onYes: () => steer.mutate('cancel') })}>Cancel import</Button>
    </>
  )
}
