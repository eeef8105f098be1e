// The report of a campaign: figures, time line, links, providers, bounces. Every chart's figures stand in a table too.
import { Anchor, Card, Group, Progress, SimpleGrid, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconChecks, IconClick, IconEye, IconMailOff, IconSend, IconUserMinus, IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { EChartsOption } from 'echarts'
import { useMemo } from 'react'
import { api, data } from '../../api/client.ts'
import { Chart } from '../../parts/chart.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { Figure, formatCount, formatRate } from '../../parts/figure.tsx'
import { formatTime } from '../../parts/time.tsx'

const reportQuery = (id: string) => ({ queryKey: ['campaign-report', id], queryFn: () => data(api.GET('/api/v1/campaigns/{campaign_id}/report', { params: { path: { campaign_id: id } } })) })
type ReportData = Awaited<ReturnType<ReturnType<typeof reportQuery>['queryFn']>>

export function Report({ campaignId, moving }: { campaignId: string; moving: boolean }) {
  // The end of sending asks at once: the last figures must not wait for the next round.
  const read = useQuery({ ...reportQuery(campaignId), queryKey: [...reportQuery(campaignId).queryKey, moving], refetchInterval: moving ? 2_000 : 10_000, placeholderData: keepPreviousData })
  if (read.error) return <ErrorNotice error={read.error} retry={() => void read.refetch()} />
  if (read.isPending) return <Skeleton h={320} />
  const r = read.data
  const t = r.totals
  const size = 16
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
        <Figure label="Recipients" value={t.queued} icon={<IconUsers size={size} />} hint={t.skipped > 0 ? `${formatCount(t.skipped)} left out` : undefined} />
        <Figure label="Sent" value={t.sent} icon={<IconSend size={size} />} hint={formatRate(t.sent, t.queued)} />
        <Figure label="Delivered" value={t.delivered} icon={<IconChecks size={size} />} hint={`${formatRate(t.delivered, t.sent)} reported`} />
        <Figure label="Bounced" value={t.bounced_hard + t.bounced_soft} icon={<IconMailOff size={size} />} hint={`${formatCount(t.bounced_hard)} for good`} />
        <Figure label="People who opened" value={t.unique_opens} icon={<IconEye size={size} />} hint={`${formatRate(t.unique_opens, t.sent)} · ${formatCount(t.opens)} opens`} />
        <Figure label="People who clicked" value={t.unique_clicks} icon={<IconClick size={size} />} hint={`${formatRate(t.unique_clicks, t.sent)} · ${formatCount(t.clicks)} clicks`} />
        <Figure label="Unsubscribed" value={t.unsubscribed} icon={<IconUserMinus size={size} />} hint={formatRate(t.unsubscribed, t.sent)} />
        <Figure label="Complaints" value={t.complained} icon={<IconAlertTriangle size={size} />} hint={formatRate(t.complained, t.sent)} />
      </SimpleGrid>
      {(t.opens_bot > 0 || t.clicks_bot > 0) && <Text size="sm" c="dimmed">Machines counted apart: {formatCount(t.opens_bot)} opens, {formatCount(t.clicks_bot)} clicks.</Text>}
      <Hours report={r} />
      <Links report={r} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg"><Providers report={r} /><Bounces report={r} /></SimpleGrid>
      {r.updated_at && <Text size="xs" c="dimmed">Last change {formatTime(r.updated_at)}.</Text>}
    </Stack>
  )
}

function Hours({ report }: { report: ReportData }) {
  const option = useMemo((): EChartsOption => {
    const hours = report.hours
    // A line needs some points; the first hours are bars.
    const isShort = hours.length < 4
    const label = (h: string): string => new Date(h).toLocaleString(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
    const series = (name: string, key: 'sent' | 'opens' | 'clicks', color: string) =>
      isShort ? { name, type: 'bar' as const, barMaxWidth: 48, color, data: hours.map((h) => h[key]) } : { name, type: 'line' as const, smooth: 0.2, showSymbol: false, areaStyle: { opacity: 0.1 }, color, data: hours.map((h) => [h.hour, h[key]] as [string, number]) }
    return {
      tooltip: { trigger: 'axis' }, legend: { top: 0 }, grid: { left: 48, right: 16, top: 36, bottom: 28 },
      xAxis: isShort ? { type: 'category', data: hours.map((h) => label(h.hour)) } : { type: 'time', axisLabel: { hideOverlap: true } }, yAxis: { type: 'value', minInterval: 1 },
      series: [series('Sent', 'sent', '#8a9ba8'), series('Opens', 'opens', '#0d8a7d'), series('Clicks', 'clicks', '#e0852f')],
    }
  }, [report.hours])
  if (report.hours.length === 0) return null
  return (
    <Card>
      <Title order={2} mb="sm">Over time</Title>
      <Chart option={option} label="Sent, opens and clicks by hour; the same figures stand in the table below" />
      <details>
        <summary><Text span size="sm" c="dimmed">Show the figures</Text></summary>
        <Table.ScrollContainer minWidth={380}>
          <Table horizontalSpacing="xs">
            <Table.Thead><Table.Tr><Table.Th>Hour</Table.Th><Table.Th ta="right">Sent</Table.Th><Table.Th ta="right">Opens</Table.Th><Table.Th ta="right">Clicks</Table.Th><Table.Th ta="right">Bounced</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{report.hours.map((h) => <Table.Tr key={h.hour} className="tabular"><Table.Td>{formatTime(h.hour)}</Table.Td><Table.Td ta="right">{formatCount(h.sent)}</Table.Td><Table.Td ta="right">{formatCount(h.opens)}</Table.Td><Table.Td ta="right">{formatCount(h.clicks)}</Table.Td><Table.Td ta="right">{formatCount(h.bounced)}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </details>
    </Card>
  )
}

function Links({ report }: { report: ReportData }) {
  const most = Math.max(1, ...report.links.map((l) => l.unique_clicks))
  if (report.links.length === 0) return null
  return (
    <Card>
      <Title order={2} mb="sm">Links</Title>
      <Stack gap="md">
        {report.links.map((l) => (
          <div key={l.link_no}>
            <Group justify="space-between" wrap="nowrap" gap="md">
              <div style={{ minWidth: 0 }}><Text size="sm" fw={500} truncate>{l.label || `Link ${l.link_no}`}</Text><Anchor size="xs" href={l.url} target="_blank" rel="noreferrer" c="dimmed" truncate display="block">{l.url}</Anchor></div>
              <Text size="sm" className="tabular" style={{ whiteSpace: 'nowrap' }}>{formatCount(l.unique_clicks)} people · {formatCount(l.clicks)} clicks</Text>
            </Group>
            <Progress value={(100 * l.unique_clicks) / most} size="sm" mt={4} aria-label={`${l.unique_clicks} people clicked ${l.label || l.url}`} />
          </div>
        ))}
      </Stack>
    </Card>
  )
}

function Providers({ report }: { report: ReportData }) {
  const rows = report.providers.filter((p) => p.provider_id !== null)
  return (
    <Card>
      <Title order={2} mb="sm">Providers</Title>
      <Table.ScrollContainer minWidth={360}>
        <Table horizontalSpacing="xs">
          <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th ta="right">Sent</Table.Th><Table.Th ta="right">Bounced</Table.Th><Table.Th ta="right">Opened</Table.Th><Table.Th ta="right">Complaints</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{rows.map((p) => <Table.Tr key={p.provider_id} className="tabular"><Table.Td>{p.name ?? '–'}</Table.Td><Table.Td ta="right">{formatCount(p.totals.sent)}</Table.Td><Table.Td ta="right">{formatCount(p.totals.bounced_hard + p.totals.bounced_soft)}</Table.Td><Table.Td ta="right">{formatCount(p.totals.unique_opens)}</Table.Td><Table.Td ta="right">{formatCount(p.totals.complained)}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}

function Bounces({ report }: { report: ReportData }) {
  const rows = report.bounces.filter((b) => b.hard + b.soft + b.deferred > 0)
  return (
    <Card>
      <Title order={2} mb="sm">Why refused</Title>
      {rows.length === 0 ? <Text size="sm" c="dimmed">Nothing was refused.</Text> : (
        <Table horizontalSpacing="xs">
          <Table.Thead><Table.Tr><Table.Th>Reason</Table.Th><Table.Th ta="right">For good</Table.Th><Table.Th ta="right">Other</Table.Th><Table.Th ta="right">For now</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{rows.map((b) => <Table.Tr key={`${b.bounce_class}${b.provider_id}`} className="tabular"><Table.Td>{b.bounce_class.replaceAll('_', ' ') || 'unknown'}</Table.Td><Table.Td ta="right">{formatCount(b.hard)}</Table.Td><Table.Td ta="right">{formatCount(b.soft)}</Table.Td><Table.Td ta="right">{formatCount(b.deferred)}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      )}
    </Card>
  )
}
