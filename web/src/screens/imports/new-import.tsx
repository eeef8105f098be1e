// Choosing a file. It is sent at once, in a stream; nothing of it is read into contacts before the next screen.
import { Button, Card, Group, Progress, Select, Skeleton, Stack, Text, ThemeIcon } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { IconFileSpreadsheet, IconUpload, IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { formatCount } from '../../parts/figure.tsx'
import { Page } from '../../parts/page.tsx'
import { sourcesQuery } from '../contacts/queries.ts'
import { formatBytes } from './format.ts'
import { importQuery, uploadImport } from './queries.ts'

const MOST_BYTES = 2 * 1024 ** 3

export default function NewImport() {
  const navigate = useNavigate()
  const cache = useQueryClient()
  const sources = useQuery(sourcesQuery)
  const items = sources.data?.items ?? []
  const [chosen, setChosen] = useState<string | null>(null)
  const [share, setShare] = useState(0)
  const [problem, setProblem] = useState<string | null>(null)
  const stop = useRef<AbortController | null>(null)
  const sourceId = chosen ?? items.find((s) => s.kind === 'file')?.id ?? items[0]?.id ?? null
  useEffect(() => () => stop.current?.abort(), [])
  const upload = useMutation({
    mutationFn: (file: File) => {
      setShare(0)
      stop.current = new AbortController()
      return uploadImport(file, sourceId ?? '', setShare, stop.current.signal)
    },
    onSuccess: async (run) => {
      stop.current = null
      cache.setQueryData(importQuery(run.id).queryKey, run)
      void cache.invalidateQueries({ queryKey: ['imports'] })
      await navigate(`/imports/${run.id}`, { replace: true })
    },
  })
  const wasCancelled = upload.error instanceof DOMException
  const take = (files: File[]): void => {
    setProblem(null)
    if (files[0]) upload.mutate(files[0])
  }
  return (
    <Page title="Import a file" about="CSV or any other delimited text, UTF-8 or Latin-1, up to 2 GB.">
      {upload.error && !wasCancelled && <ErrorNotice error={upload.error} />}
      {problem && <Text c="red" role="alert">{problem}</Text>}
      {upload.isPending && upload.variables ? (
        <Card>
          <Stack gap="sm">
            <Group justify="space-between"><Text fw={600} style={{ overflowWrap: 'anywhere' }}>{upload.variables.name}</Text><Text size="sm" c="dimmed" className="tabular">{Math.round(100 * share)} % of {formatBytes(upload.variables.size)}</Text></Group>
            <Progress value={100 * share} size="lg" animated={share >= 1} aria-label="Upload" />
            <Group justify="space-between"><Text size="sm" c="dimmed">{share >= 1 ? 'Kept; looking at the first rows …' : 'Sending. It is kept encrypted until the import ends.'}</Text><Button size="xs" variant="default" onClick={() => stop.current?.abort()}>Cancel</Button></Group>
          </Stack>
        </Card>
      ) : (
        <Card>
          <Stack>
            {!sourceId && !sources.error && <Skeleton h={230} />}
            {sourceId && <Dropzone onDrop={take} onReject={(files) => setProblem(files.length > 1 ? 'One file at a time, please.' : `This file cannot be taken: ${files[0]?.errors[0]?.message ?? 'unknown reason'}.`)} maxFiles={1} multiple={false} maxSize={MOST_BYTES} inputProps={{ 'aria-label': 'File to import' }} radius="lg" py={48}>
              <Stack align="center" gap="xs" style={{ pointerEvents: 'none' }}>
                <ThemeIcon size={60} radius="xl" variant="light" aria-hidden><Dropzone.Accept><IconUpload size={30} /></Dropzone.Accept><Dropzone.Reject><IconX size={30} /></Dropzone.Reject><Dropzone.Idle><IconFileSpreadsheet size={30} /></Dropzone.Idle></ThemeIcon>
                <Text fz="lg" fw={600} ta="center">Drop a file here, or click to choose one</Text>
                <Text size="sm" c="dimmed" ta="center">Delimiter, encoding and columns are found out; you can correct them. {formatCount(1_000_000)} rows are fine.</Text>
              </Stack>
            </Dropzone>}
            {items.length > 1 && <Select label="Where the file comes from" description="Kept with every value, and decides which source wins when two disagree." allowDeselect={false} data={items.map((s) => ({ value: s.id, label: s.name }))} value={sourceId} onChange={setChosen} maw={420} />}
            {sources.error && <ErrorNotice error={sources.error} retry={() => void sources.refetch()} />}
          </Stack>
        </Card>
      )}
    </Page>
  )
}
