// Before an import: how the file is read, which column is what, what would happen to the first rows, where people go.
import { Alert, Badge, Button, Card, Grid, Group, Select, Skeleton, Stack, Switch, Table, Text, Title } from '@mantine/core'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { formatCount } from '../../parts/figure.tsx'
import { Page } from '../../parts/page.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { useSession } from '../../shell/session.tsx'
import { listsQuery } from '../contacts/queries.ts'
import { DELIMITERS, ENCODINGS, formatBytes, formatTarget } from './format.ts'
import { PreviewRows } from './preview-rows.tsx'
import { importQuery, previewOf, startOf, type ImportRun, type Plan, type Preview } from './queries.ts'

const IGNORE = 'ignore'

export function PlanImport({ run, actions }: { run: ImportRun; actions: ReactNode }) {
  const { may } = useSession()
  const cache = useQueryClient()
  const [mapping, setMapping] = useState<Record<string, string> | null>(null)
  const [format, setFormat] = useState<NonNullable<Plan['format']>>({})
  const [options, setOptions] = useState<NonNullable<Plan['options']>>({})
  const plan: Plan = { ...(mapping ? { mapping } : {}), format, options }
  const preview = useQuery({ queryKey: ['import-preview', run.id, plan], queryFn: () => previewOf(run.id, plan), placeholderData: keepPreviousData, retry: false })
  const start = useMutation({
    mutationFn: (dryRun: boolean) => startOf(run.id, { ...plan, mapping: mapping ?? preview.data?.mapping ?? {}, options: { ...options, dry_run: dryRun } }),
    onSuccess: (started) => {
      cache.setQueryData(importQuery(run.id).queryKey, started)
      void cache.invalidateQueries({ queryKey: ['imports'] })
    },
  })
  const p = preview.data
  const begin = may('contacts:write') && (
    <>
      <Button variant="default" disabled={!p || preview.isError} loading={start.isPending && start.variables} onClick={() => start.mutate(true)}>Dry run</Button>
      <Button disabled={!p || preview.isError} loading={start.isPending && !start.variables} onClick={() => start.mutate(false)}>Start import</Button>
    </>
  )
  return (
    <Page title={run.file_name} about={<><StateBadge state="to be checked" /> {formatBytes(run.file_bytes)} from {run.source_name}</>} actions={<>{actions}{begin}</>}>
      {(start.error ?? preview.error) && <ErrorNotice error={start.error ?? preview.error} />}
      {run.options.dry_run_counts && <DryRunSaid counts={run.options.dry_run_counts} />}
      {!p && preview.isPending && <Skeleton h={320} />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>{p && <Mapping preview={p} mapping={mapping ?? p.mapping} onChange={setMapping} />}</Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Options options={options} onChange={(change) => setOptions((o) => ({ ...o, ...change }))} />
            {p && <Format shown={p.format} onChange={(change) => { setFormat((f) => ({ ...f, ...change })); setMapping(null) }} />}
          </Stack>
        </Grid.Col>
      </Grid>
      {p && <PreviewRows preview={p} mapping={mapping ?? p.mapping} />}
    </Page>
  )
}

function DryRunSaid({ counts: c }: { counts: NonNullable<ImportRun['options']['dry_run_counts']> }) {
  return (
    <Alert color="teal" title={`The dry run read ${formatCount(c.rows)} rows; nothing was changed`}>
      <Text size="sm" className="tabular">{formatCount(c.created)} would be new, {formatCount(c.updated)} changed, {formatCount(c.unchanged)} as they are, {formatCount(c.duplicate)} twice in the file, {formatCount(c.rejected)} refused.</Text>
    </Alert>
  )
}

function Mapping({ preview, mapping, onChange }: { preview: Preview; mapping: Record<string, string>; onChange: (m: Record<string, string>) => void }) {
  const taken = new Set(Object.values(mapping))
  const choices = (own: string | undefined, column: string) => {
    const fresh = `attribute:${column.toLowerCase().normalize('NFD').replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^[^a-z]+|_+$/g, '').slice(0, 60)}`
    const attributes = [...new Set([...preview.targets.filter((t) => t.startsWith('attribute:')), ...(fresh.length > 10 ? [fresh] : []), ...(own?.startsWith('attribute:') ? [own] : [])])]
    const option = (t: string) => ({ value: t, label: preview.targets.includes(t) ? formatTarget(t) : `${t.slice(10)} (new attribute)`, disabled: taken.has(t) && t !== own })
    return [{ group: 'Leave out', items: [{ value: IGNORE, label: 'Not read' }] }, { group: 'Fields', items: preview.targets.filter((t) => !t.startsWith('attribute:')).map(option) }, { group: 'Attributes', items: attributes.map(option) }]
  }
  const set = (column: string, target: string | null): void => onChange(Object.fromEntries(Object.entries({ ...mapping, [column]: target ?? IGNORE }).filter(([, t]) => t !== IGNORE)))
  return (
    <Card>
      <Title order={2} mb="xs">Columns</Title>
      <Table horizontalSpacing="xs" verticalSpacing={6} highlightOnHover={false}>
        <Table.Thead><Table.Tr><Table.Th>In the file</Table.Th><Table.Th w="50%">Goes to</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {preview.columns.map((column, i) => (
            <Table.Tr key={column}>
              <Table.Td><Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>{column}</Text><Text size="xs" c="dimmed" lineClamp={1} style={{ overflowWrap: 'anywhere' }}>{preview.rows.find((r) => r.cells[i])?.cells[i] ?? 'empty'}</Text></Table.Td>
              <Table.Td><Select size="sm" aria-label={`Field for ${column}`} searchable allowDeselect={false} data={choices(mapping[column], column)} value={mapping[column] ?? IGNORE} onChange={(t) => set(column, t)} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {preview.new_attributes.length > 0 && <Group gap={6} mt="sm"><Text size="sm" c="dimmed">Will be made:</Text>{preview.new_attributes.map((a) => <Badge key={a} variant="light" tt="none">{a}</Badge>)}</Group>}
    </Card>
  )
}

function Options({ options, onChange }: { options: NonNullable<Plan['options']>; onChange: (change: NonNullable<Plan['options']>) => void }) {
  const lists = useQuery(listsQuery)
  return (
    <Card>
      <Stack gap="sm">
        <Title order={2}>What happens</Title>
        <Select label="Put everybody on" placeholder="No list" clearable searchable data={(lists.data?.items ?? []).map((l) => ({ value: l.id, label: l.name }))} value={options.list_id ?? null} onChange={(v) => onChange({ list_id: v ?? undefined })} />
        <Select label="People who are known already" allowDeselect={false} data={[{ value: 'update', label: 'Take over what the file says' }, { value: 'skip', label: 'Leave them as they are' }]} value={options.on_existing ?? 'update'} onChange={(v) => onChange({ on_existing: (v ?? 'update') as 'update' })} />
        <Select label="New people without a status" allowDeselect={false} data={[{ value: 'active', label: 'active: may be written to' }, { value: 'unconfirmed', label: 'unconfirmed: not yet' }]} value={options.new_status ?? 'active'} onChange={(v) => onChange({ new_status: (v ?? 'active') as 'active' })} />
      </Stack>
    </Card>
  )
}

function Format({ shown, onChange }: { shown: Preview['format']; onChange: (change: NonNullable<Plan['format']>) => void }) {
  return (
    <Card>
      <Stack gap="sm">
        <Title order={2}>How it is read</Title>
        <Group grow>
          <Select label="Delimiter" allowDeselect={false} data={DELIMITERS} value={shown.delimiter} onChange={(v) => onChange({ delimiter: v as ',' })} />
          <Select label="Encoding" allowDeselect={false} data={ENCODINGS} value={shown.encoding} onChange={(v) => onChange({ encoding: v as 'utf-8' })} />
        </Group>
        <Switch label="The first row names the columns" checked={shown.header} onChange={(e) => onChange({ header: e.currentTarget.checked })} />
      </Stack>
    </Card>
  )
}
