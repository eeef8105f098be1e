// What stands between a draft and its launch: checks, a test, now or later.
import { Alert, Button, Card, Group, Modal, Stack, Text, TextInput, ThemeIcon, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconCalendar, IconCheck, IconRocket, IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { formatTime } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'
import { AudienceCount } from './audience-count.tsx'
import { campaignQuery, type Campaign } from './queries.ts'

export function LaunchPanel({ campaign, isDirty }: { campaign: Campaign; isDirty: boolean }) {
  const { may } = useSession()
  const cache = useQueryClient()
  const [launching, launchDialog] = useDisclosure(false)
  const [scheduling, scheduleDialog] = useDisclosure(false)
  const checks = useQuery({ queryKey: ['campaign-checks', campaign.id, campaign.version], queryFn: () => data(api.GET('/api/v1/campaigns/{campaign_id}/checks', { params: { path: { campaign_id: campaign.id } } })) })
  const path = { params: { path: { campaign_id: campaign.id } } }
  const refresh = () => cache.invalidateQueries({ queryKey: campaignQuery(campaign.id).queryKey })
  const launch = useMutation({ mutationFn: () => data(api.POST('/api/v1/campaigns/{campaign_id}/launch', path)), onSuccess: async () => { launchDialog.close(); await refresh() } })
  const unschedule = useMutation({ mutationFn: () => data(api.POST('/api/v1/campaigns/{campaign_id}/unschedule', path)), onSuccess: refresh })
  const findings = checks.data?.items ?? []
  const isBlocked = findings.some((f) => f.level === 'error')
  return (
    <Stack>
      <Card>
        <Title order={2} mb="sm">Before launch</Title>
        {checks.error && <ErrorNotice error={checks.error} />}
        <Stack gap="xs">
          {findings.map((f) => (
            <Group key={f.code} wrap="nowrap" align="flex-start" gap="xs">
              <ThemeIcon size={20} radius="xl" variant="light" color={f.level === 'error' ? 'red' : 'yellow'} aria-hidden>{f.level === 'error' ? <IconX size={13} /> : <IconAlertTriangle size={13} />}</ThemeIcon>
              <div><Text size="sm" fw={500}>{f.text}</Text><Text size="xs" c="dimmed">{f.hint}</Text></div>
            </Group>
          ))}
          {checks.data && findings.length === 0 && <Group gap="xs"><ThemeIcon size={20} radius="xl" variant="light" color="teal" aria-hidden><IconCheck size={13} /></ThemeIcon><Text size="sm">Everything is in place.</Text></Group>}
        </Stack>
      </Card>
      {campaign.state === 'scheduled' && campaign.scheduled_at && <Alert color="blue" icon={<IconCalendar aria-hidden />} title={`Scheduled for ${formatTime(campaign.scheduled_at)}`}><Button size="xs" variant="light" mt="xs" loading={unschedule.isPending} onClick={() => unschedule.mutate()}>Take off the schedule</Button></Alert>}
      {may('campaigns:launch') && (
        <Card>
          <Stack gap="xs">
            {isDirty && <Text size="sm" c="orange">Save your changes first.</Text>}
            {launch.error && <ErrorNotice error={launch.error} />}
            <Button leftSection={<IconRocket size={16} />} disabled={isBlocked || isDirty || !checks.data} onClick={launchDialog.open}>Launch now</Button>
            {campaign.state === 'draft' && <Button variant="default" leftSection={<IconCalendar size={16} />} disabled={isBlocked || isDirty || !checks.data} onClick={scheduleDialog.open}>Schedule</Button>}
          </Stack>
        </Card>
      )}
      <Modal opened={launching} onClose={launchDialog.close} title="Launch campaign">
        <Stack>
          <AudienceCount campaignId={campaign.id} version={campaign.version} />
          <Text size="sm">Audience and content are frozen now. You can pause and cancel, but mails that have left stay sent.</Text>
          <Group justify="flex-end"><Button variant="default" onClick={launchDialog.close}>Not yet</Button><Button leftSection={<IconRocket size={16} />} loading={launch.isPending} onClick={() => launch.mutate()}>Launch</Button></Group>
        </Stack>
      </Modal>
      <Schedule opened={scheduling} close={scheduleDialog.close} campaign={campaign} done={refresh} />
    </Stack>
  )
}

function Schedule({ opened, close, campaign, done }: { opened: boolean; close: () => void; campaign: Campaign; done: () => Promise<void> }) {
  const [at, setAt] = useState('')
  const schedule = useMutation({
    mutationFn: () => data(api.POST('/api/v1/campaigns/{campaign_id}/schedule', { params: { path: { campaign_id: campaign.id } }, body: { at: new Date(at).toISOString() } })),
    onSuccess: async () => {
      close()
      await done()
    },
  })
  return (
    <Modal opened={opened} onClose={close} title="Schedule">
      <Stack>
        {schedule.error && <ErrorNotice error={schedule.error} />}
        <TextInput type="datetime-local" label="When" description={`Your time zone: ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`} value={at} onChange={(e) => setAt(e.currentTarget.value)} />
        <Button disabled={!at} loading={schedule.isPending} onClick={() => schedule.mutate()}>Schedule</Button>
      </Stack>
    </Modal>
  )
}
