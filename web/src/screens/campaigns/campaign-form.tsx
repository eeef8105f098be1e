// Writing a campaign: content, sender, audience, sending; checks and launch beside it.
import { ActionIcon, Button, Card, Grid, Group, Menu, MultiSelect, Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core'
import { useForm, type UseFormReturnType } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { IconCopy, IconDots, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api, data } from '../../api/client.ts'
import { useConfirm } from '../../parts/confirm.tsx'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { Page } from '../../parts/page.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { useSession } from '../../shell/session.tsx'
import { useChoices } from '../segments/choices.ts'
import { templatesQuery } from '../templates/templates.tsx'
import { AudienceCount } from './audience-count.tsx'
import { LaunchPanel } from './launch-panel.tsx'
import type { Campaign } from './queries.ts'

type Values = { name: string; template_id: string; subject: string; from_name: string; from_email: string; reply_to: string; include: string[]; exclude: string[]; track_opens: boolean; track_clicks: boolean; delivery_class: 'at_least_once' | 'at_most_once' }

const refsOf = (c: Campaign | null, exclude: boolean): string[] => (c?.audience ?? []).filter((a) => a.exclude === exclude).map((a) => a.list_id ?? a.segment_id ?? '')
const audienceOf = (v: Values) => [...v.include.map((id) => ({ id, exclude: false })), ...v.exclude.map((id) => ({ id, exclude: true }))].map(({ id, exclude }) => ({ exclude, ...(id.startsWith('lst_') ? { list_id: id } : { segment_id: id }) }))

export function CampaignForm({ campaign }: { campaign: Campaign | null }) {
  const { may, workspace } = useSession()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const templates = useQuery(templatesQuery)
  const form = useForm<Values>({
    initialValues: {
      name: campaign?.name ?? '', template_id: campaign?.template_id ?? '', subject: campaign?.subject ?? '', from_name: campaign?.from_name ?? workspace.name, from_email: campaign?.from_email ?? '', reply_to: campaign?.reply_to ?? '',
      include: refsOf(campaign, false), exclude: refsOf(campaign, true), track_opens: campaign?.track_opens ?? true, track_clicks: campaign?.track_clicks ?? true, delivery_class: campaign?.delivery_class ?? 'at_least_once',
    },
    validate: { name: (v) => (v.trim() ? null : 'Give it a name.') },
  })
  const save = useMutation({
    mutationFn: (v: Values) => {
      const body = { name: v.name.trim(), template_id: v.template_id || null, subject: v.subject.trim() || null, from_name: v.from_name.trim(), from_email: v.from_email.trim(), reply_to: v.reply_to.trim() || null, track_opens: v.track_opens, track_clicks: v.track_clicks, delivery_class: v.delivery_class, audience: audienceOf(v) }
      return campaign ? data(api.PATCH('/api/v1/campaigns/{campaign_id}', { params: { path: { campaign_id: campaign.id } }, body: { ...body, version: campaign.version } })) : data(api.POST('/api/v1/campaigns', { body }))
    },
    onSuccess: async (saved) => {
      form.resetDirty()
      notifications.show({ message: 'Campaign saved.', color: 'teal' })
      cache.setQueryData(['campaign', saved.id], saved)
      await cache.invalidateQueries({ queryKey: ['campaigns'] })
      await cache.invalidateQueries({ queryKey: ['campaign-checks', saved.id] })
      if (!campaign) await navigate(`/campaigns/${saved.id}`, { replace: true })
    },
  })
  const mayWrite = may('campaigns:write')
  return (
    <Page title={campaign?.name ?? 'New campaign'} about={campaign && <StateBadge state={campaign.state} />} actions={mayWrite && <><Button type="submit" form="campaign" loading={save.isPending} variant={campaign ? 'default' : 'filled'}>Save</Button>{campaign && <CampaignMenu campaign={campaign} />}</>}>
      {save.error && <ErrorNotice error={save.error} />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <form id="campaign" onSubmit={form.onSubmit((v) => save.mutate(v))}>
            <Stack gap="lg">
              <Card>
                <Stack gap="sm">
                  <Title order={2}>Content</Title>
                  <TextInput label="Name" description="For you; recipients do not see it." required {...form.getInputProps('name')} />
                  <Select label="Template" placeholder="Choose one" searchable data={(templates.data?.items ?? []).map((t) => ({ value: t.id, label: t.name }))} {...form.getInputProps('template_id')} />
                  <TextInput label="Subject" placeholder="As in the template" {...form.getInputProps('subject')} />
                </Stack>
              </Card>
              <Card>
                <Stack gap="sm">
                  <Title order={2}>Sender</Title>
                  <Group grow align="flex-start"><TextInput label="Name" {...form.getInputProps('from_name')} /><TextInput label="Address" placeholder="news@example.com" type="email" {...form.getInputProps('from_email')} /></Group>
                  <TextInput label="Answers go to" placeholder="The sender's address" {...form.getInputProps('reply_to')} />
                </Stack>
              </Card>
              <Audience form={form} campaign={campaign} />
              <Card>
                <Stack gap="sm">
                  <Title order={2}>Sending</Title>
                  <Switch label="Count opens" {...form.getInputProps('track_opens', { type: 'checkbox' })} />
                  <Switch label="Count clicks" {...form.getInputProps('track_clicks', { type: 'checkbox' })} />
                  <Select label="When a server does not answer after the whole mail was sent" allowDeselect={false} data={[{ value: 'at_least_once', label: 'Send again later (may arrive twice)' }, { value: 'at_most_once', label: 'Hold it for a person (may not arrive)' }]} {...form.getInputProps('delivery_class')} />
                </Stack>
              </Card>
            </Stack>
          </form>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          {campaign ? <LaunchPanel campaign={campaign} isDirty={form.isDirty()} /> : <Card><Text c="dimmed">Save it to see the checks, send a test and launch.</Text></Card>}
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Audience({ form, campaign }: { form: Pick<UseFormReturnType<Values>, 'getInputProps' | 'isDirty'>; campaign: Campaign | null }) {
  const { lists, segments } = useChoices()
  const groups = [{ group: 'Lists', items: lists }, { group: 'Segments', items: segments }]
  return (
    <Card>
      <Stack gap="sm">
        <Title order={2}>Audience</Title>
        <MultiSelect label="Goes to" placeholder="Lists and segments" searchable data={groups} {...form.getInputProps('include')} />
        <MultiSelect label="Leaves out" placeholder="Nobody" searchable data={groups} {...form.getInputProps('exclude')} />
        <Text size="xs" c="dimmed">Each person gets it once, however many of these they are in. Suppressed people never get it.</Text>
        {campaign && !form.isDirty() && <AudienceCount campaignId={campaign.id} version={campaign.version} />}
      </Stack>
    </Card>
  )
}

function CampaignMenu({ campaign }: { campaign: Campaign }) {
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [ask, dialog] = useConfirm()
  const path = { params: { path: { campaign_id: campaign.id } } }
  const copy = useMutation({ mutationFn: () => data(api.POST('/api/v1/campaigns/{campaign_id}/copy', path)), onSuccess: (made) => navigate(`/campaigns/${made.id}`) })
  const remove = useMutation({
    mutationFn: () => data(api.DELETE('/api/v1/campaigns/{campaign_id}', path)),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['campaigns'] })
      await navigate('/campaigns')
    },
  })
  return (
    <>
      {dialog}
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon variant="default" size="lg" aria-label="More"><IconDots size={18} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => copy.mutate()}>Copy</Menu.Item>
          {campaign.state === 'draft' && <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => ask({ title: 'Delete draft', text: <>“{campaign.name}” is removed for good.</>, action: 'Delete', onYes: () => remove.mutate() })}>Delete</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
