// The first screen: the last 30 days, the last campaigns, and what to do next in an empty workspace.
import { Alert, Button, Card, List, SimpleGrid, Skeleton, Stack, Table, Text, ThemeIcon, Title } from '@mantine/core'
import { IconAlertTriangle, IconClick, IconEye, IconFileImport, IconHandStop, IconMailOff, IconSend, IconTemplate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { EChartsOption } from 'echarts'
import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import { api, data } from '../../api/client.ts'
import { Chart } from '../../parts/chart.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { Figure, formatCount, formatRate } from '../../parts/figure.tsx'
import { Page } from '../../parts/page.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago } from '../../parts/time.tsx'

const overviewQuery = { queryKey: ['overview'], queryFn: () => data(api.GET('/api/v1/reports/overview')), refetchInterval: 10_000 }
type Data = Awaited<ReturnType<typeof overviewQuery.queryFn>>

export default function Overview() {
  const read = useQuery(overviewQuery)
  const installation = useQuery({ queryKey: ['installation'], queryFn: () => data(api.GET('/api/v1/installation')), refetchInterval: 15_000 })
  const t = read.data?.totals
  const size = 16
  return (
    <Page title="Overview" about="The last 30 days">
      {installation.data?.held && <Alert color="orange" icon={<IconHandStop aria-hidden />} title="All sending is held">{installation.data.held_reason}. Release it in the <Link to="/queue">queue</Link> when you have looked.</Alert>}
      {read.error && <ErrorNotice error={read.error} retry={() => void read.refetch()} />}
      {read.isPending && <Skeleton h={260} />}
      {t && read.data && (
        <>
          <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="md">
            <Figure label="Sent" value={t.sent} icon={<IconSend size={size} />} />
            <Figure label="Opened" value={t.unique_opens} icon={<IconEye size={size} />} hint={formatRate(t.unique_opens, t.sent)} />
            <Figure label="Clicked" value={t.unique_clicks} icon={<IconClick size={size} />} hint={formatRate(t.unique_clicks, t.sent)} />
            <Figure label="Bounced" value={t.bounced_hard + t.bounced_soft} icon={<IconMailOff size={size} />} hint={formatRate(t.bounced_hard + t.bounced_soft, t.sent)} />
            <Figure label="Complaints" value={t.complained} icon={<IconAlertTriangle size={size} />} hint={formatRate(t.complained, t.sent)} />
          </SimpleGrid>
          {read.data.campaigns.length === 0 ? <FirstSteps /> : <><Days overview={read.data} /><RecentCampaigns overview={read.data} /></>}
        </>
      )}
    </Page>
  )
}

/** The last 30 days without gaps: a quiet day is a zero, not a missing bar. */
function lastDays(overview: Data) {
  const known = new Map(overview.days.map((d) => [d.day.slice(0, 10), d]))
  const last = overview.days.at(-1)?.day.slice(0, 10) ?? new Date().toISOString().slice(0, 10)
  return Array.from({ length: 30 }, (_, i) => {
    const day = new Date(Date.parse(`${last}T00:00:00Z`) - (29 - i) * 86_400_000).toISOString().slice(0, 10)
    return { day, sent: 0, unique_opens: 0, unique_clicks: 0, ...known.get(day) }
  })
}

function Days({ overview }: { overview: Data }) {
  const option = useMemo((): EChartsOption => {
    const days = lastDays(overview)
    const label = (day: string): string => new Date(`${day}T00:00:00Z`).toLocaleDateString(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })
    const series = (name: string, color: string, data: number[]) => ({ name, type: 'bar' as const, color, barMaxWidth: 20, data })
    return {
      tooltip: { trigger: 'axis' }, legend: { top: 0 }, grid: { left: 52, right: 16, top: 36, bottom: 28 },
      xAxis: { type: 'category', data: days.map((d) => label(d.day)), axisLabel: { hideOverlap: true } }, yAxis: { type: 'value', minInterval: 1 },
      series: [series('Sent', '#8a9ba8', days.map((d) => d.sent)), series('Opened', '#0d8a7d', days.map((d) => d.unique_opens)), series('Clicked', '#e0852f', days.map((d) => d.unique_clicks))],
    }
  }, [overview])
  return <Card><Title order={2} mb="sm">By day</Title><Chart option={option} height={240} label="Mails sent, people who opened and clicked, by day" /></Card>
}

function RecentCampaigns({ overview }: { overview: Data }) {
  const navigate = useNavigate()
  return (
    <Card p={0}>
      <Title order={2} p="lg" pb="xs">Last campaigns</Title>
      <Table.ScrollContainer minWidth={560}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th>State</Table.Th><Table.Th ta="right">Sent</Table.Th><Table.Th ta="right">Opened</Table.Th><Table.Th ta="right">Clicked</Table.Th><Table.Th>Launched</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {overview.campaigns.map((c) => (
              <Table.Tr key={c.campaign_id} onClick={() => void navigate(`/campaigns/${c.campaign_id}`)} style={{ cursor: 'pointer' }} className="tabular">
                <Table.Td><Link to={`/campaigns/${c.campaign_id}`} style={{ color: 'inherit' }} onClick={(e) => e.stopPropagation()}>{c.name}</Link></Table.Td>
                <Table.Td><StateBadge state={c.state} /></Table.Td>
                <Table.Td ta="right">{formatCount(c.totals.sent)}</Table.Td>
                <Table.Td ta="right">{formatRate(c.totals.unique_opens, c.totals.sent)}</Table.Td>
                <Table.Td ta="right">{formatRate(c.totals.unique_clicks, c.totals.sent)}</Table.Td>
                <Table.Td><Ago at={c.launched_at} /></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}

function FirstSteps() {
  return (
    <Card>
      <Stack>
        <Title order={2}>Your first campaign, in three steps</Title>
        <List spacing="md" center>
          <List.Item icon={<ThemeIcon variant="light" size={34} radius="xl" aria-hidden><IconFileImport size={18} /></ThemeIcon>}><Button variant="subtle" component={Link} to="/imports/new">Import a file of contacts</Button></List.Item>
          <List.Item icon={<ThemeIcon variant="light" size={34} radius="xl" aria-hidden><IconTemplate size={18} /></ThemeIcon>}><Button variant="subtle" component={Link} to="/templates">Look at the template</Button></List.Item>
          <List.Item icon={<ThemeIcon variant="light" size={34} radius="xl" aria-hidden><IconSend size={18} /></ThemeIcon>}><Button variant="subtle" component={Link} to="/campaigns/new">Write and launch a campaign</Button></List.Item>
        </List>
        <Text size="sm" c="dimmed">Mails go to the built-in test inbox until you add a provider. Or run <code>npx inboxlift demo</code> and watch.</Text>
      </Stack>
    </Card>
  )
}
