// A campaign that left: progress as it happens, the report, its recipients, pause and cancel.
import { Alert, Button, Card, Group, Progress as Bar, Skeleton, Stack, Tabs, Text } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, data } from '../../api/client.ts'
import { useConfirm } from '../../parts/confirm.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { formatCount } from '../../parts/figure.tsx'
import { useLive } from '../../parts/live.ts'
import { Page } from '../../parts/page.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { useSession } from '../../shell/session.tsx'
import { campaignQuery, isMoving, progressQuery, type Campaign } from './queries.ts'
import { Recipients } from './recipients.tsx'
import { Report } from './report.tsx'

type Steer = 'pause' | 'resume' | 'cancel'

export function LaunchedCampaign({ campaign }: { campaign: Campaign }) {
  const { may } = useSession()
  const cache = useQueryClient()
  const [ask, dialog] = useConfirm()
  const steer = useMutation({
    mutationFn: (what: Steer) => data(api.POST(`/api/v1/campaigns/{campaign_id}/${what}`, { params: { path: { campaign_id: campaign.id } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: campaignQuery(campaign.id).queryKey }),
  })
  const moving = isMoving(campaign.state)
  const actions = may('campaigns:launch') && moving && (
    <>
      {campaign.state === 'paused' ? <Button leftSection={<IconPlayerPlay size={16} />} loading={steer.isPending} onClick={() => steer.mutate('resume')}>Resume</Button> : <Button variant="default" leftSection={<IconPlayerPause size={16} />} loading={steer.isPending} onClick={() => steer.mutate('pause')}>Pause</Button>}
      <Button variant="light" color="red" leftSection={<IconX size={16} />} onClick={() => ask({ title: 'Cancel campaign', text: 'Nobody who has not got it yet will get it. This cannot be taken back.', action: 'Cancel campaign', onYes: () => steer.mutate('cancel') })}>Cancel</Button>
    </>
  )
  return (
    <Page title={campaign.name} about={<StateBadge state={campaign.state} />} actions={actions}>
      {dialog}
      {steer.error && <ErrorNotice error={steer.error} />}
      <Progress campaign={campaign} moving={moving} />
      <Tabs defaultValue="report" keepMounted={false}>
        <Tabs.List mb="lg"><Tabs.Tab value="report">Report</Tabs.Tab><Tabs.Tab value="recipients">Recipients</Tabs.Tab></Tabs.List>
        <Tabs.Panel value="report"><Report campaignId={campaign.id} moving={moving} /></Tabs.Panel>
        <Tabs.Panel value="recipients"><Recipients campaignId={campaign.id} /></Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function Progress({ campaign, moving }: { campaign: Campaign; moving: boolean }) {
  useLive('campaign', campaign.id, progressQuery(campaign.id).queryKey, moving)
  const read = useQuery({ ...progressQuery(campaign.id), refetchInterval: moving ? 3_000 : false })
  if (!read.data) return moving ? <Skeleton h={70} /> : null
  const p = read.data
  const whole = Math.max(1, p.audience)
  const share = (n: number): number => (100 * n) / whole
  const done = p.sent + p.bounced + p.failed + p.skipped + p.cancelled
  if (!moving && p.in_doubt + p.held === 0) return null
  return (
    <Stack gap="sm">
      <Card>
        <Group justify="space-between" mb={8}><Text fw={600} className="tabular">{formatCount(done)} of {formatCount(p.audience)} done</Text><Text size="sm" c="dimmed" className="tabular">{formatCount(p.waiting)} waiting{p.per_second > 0 && <> · {formatCount(Math.round(p.per_second))}/s</>}</Text></Group>
        <Bar.Root size="lg" aria-label="Progress">
          <Bar.Section value={share(p.sent)} color="teal" aria-label="Sent" />
          <Bar.Section value={share(p.bounced + p.failed)} color="red" aria-label="Refused" />
          <Bar.Section value={share(p.skipped + p.cancelled)} color="gray" aria-label="Left out" />
        </Bar.Root>
      </Card>
      {p.in_doubt + p.held > 0 && <Alert color="orange" title={`${formatCount(p.in_doubt + p.held)} wait for a decision`}>The connection was lost after the whole mail had been sent, or they are held. Provider events settle them, or you do in the queue.</Alert>}
    </Stack>
  )
}
