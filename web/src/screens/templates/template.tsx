// The template editor: text on one side, the mail as it will look on the other, a test to oneself.
import { Alert, Badge, Button, Card, Grid, Group, SegmentedControl, Select, Skeleton, Stack, Tabs, Text, TextInput, Textarea } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconSend } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { ApiError, api, data } from '../../api/client.ts'
import { ErrorNotice } from '../../parts/error-notice.tsx'
import { MailFrame } from '../../parts/mail-frame.tsx'
import { Page } from '../../parts/page.tsx'
import { useSession } from '../../shell/session.tsx'
import { TestSend } from './test-send.tsx'

const CodeEditor = lazy(() => import('../../parts/code-editor.tsx'))
// Naming a font keeps MJML from linking its default one from a foreign server.
const STARTER = `<mjml>
  <mj-head><mj-attributes><mj-all font-family="Helvetica, Arial, sans-serif" /></mj-attributes></mj-head>
  <mj-body background-color="#f4f6f6">
    <mj-section background-color="#ffffff" padding="24px">
      <mj-column>
        <mj-text font-size="22px" font-weight="600">Hello {{ contact.first_name | default: "there" }}</mj-text>
        <mj-text>Write what you have to say.</mj-text>
        <mj-button href="https://example.com/">Read more</mj-button>
        <mj-text font-size="12px" color="#667777"><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`
export type Content = { language: 'mjml' | 'html'; subject: string; preheader: string; body: string; text_body: string | null }
type Draft = Content & { name: string }

export default function TemplateScreen() {
  const { templateId = 'new' } = useParams()
  const isNew = templateId === 'new'
  const read = useQuery({ queryKey: ['template', templateId], queryFn: () => data(api.GET('/api/v1/templates/{template_id}', { params: { path: { template_id: templateId } } })), enabled: !isNew })
  if (read.error) return <Page title="Template"><ErrorNotice error={read.error} /></Page>
  if (!isNew && !read.data) return <Page title="Template"><Skeleton h={400} /></Page>
  const t = read.data
  const draft: Draft = t ? { name: t.name, language: t.language, subject: t.subject, preheader: t.preheader, body: t.body, text_body: t.text_body } : { name: '', language: 'mjml', subject: '', preheader: '', body: STARTER, text_body: null }
  return <Editor key={t?.version ?? 0} id={t ? templateId : null} version={t?.version ?? 0} saved={draft} />
}

function Editor({ id, version, saved }: { id: string | null; version: number; saved: Draft }) {
  const { may } = useSession()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [draft, setDraft] = useState(saved)
  const [testing, test] = useDisclosure(false)
  const set = <K extends keyof Draft>(key: K, value: Draft[K]): void => setDraft((d) => ({ ...d, [key]: value }))
  const save = useMutation({
    mutationFn: () => (id ? data(api.PATCH('/api/v1/templates/{template_id}', { params: { path: { template_id: id } }, body: { ...draft, version } })) : data(api.POST('/api/v1/templates', { body: draft }))),
    onSuccess: async (t) => {
      notifications.show({ message: 'Template saved.', color: 'teal' })
      cache.setQueryData(['template', t.id], t)
      await cache.invalidateQueries({ queryKey: ['templates'] })
      if (!id) await navigate(`/templates/${t.id}`, { replace: true })
    },
  })
  const actions = may('campaigns:write') && (
    <>
      <Button variant="default" leftSection={<IconSend size={16} />} onClick={test.open}>Send a test</Button>
      <Button onClick={() => save.mutate()} loading={save.isPending} disabled={!draft.name.trim()}>Save</Button>
    </>
  )
  return (
    <Page title={id ? saved.name : 'New template'} actions={actions}>
      <TestSend opened={testing} close={test.close} content={draft} />
      {save.error && <ErrorNotice error={save.error} />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Card>
            <Stack gap="sm">
              <Group grow align="flex-end">
                <TextInput label="Name" required value={draft.name} onChange={(e) => set('name', e.currentTarget.value)} />
                <Select label="Language" allowDeselect={false} data={[{ value: 'mjml', label: 'MJML' }, { value: 'html', label: 'HTML' }]} value={draft.language} onChange={(v) => set('language', (v ?? 'mjml') as Content['language'])} />
              </Group>
              <TextInput label="Subject" placeholder="Hello {{ contact.first_name }}" value={draft.subject} onChange={(e) => set('subject', e.currentTarget.value)} />
              <TextInput label="Preheader" description="Shown after the subject in the list of mails." value={draft.preheader} onChange={(e) => set('preheader', e.currentTarget.value)} />
              <Tabs defaultValue="body" keepMounted={false}>
                <Tabs.List mb="sm"><Tabs.Tab value="body">Body</Tabs.Tab><Tabs.Tab value="text">Plain text</Tabs.Tab></Tabs.List>
                <Tabs.Panel value="body"><Suspense fallback={<Skeleton h={460} />}><CodeEditor label="Body" language="html" height="460px" value={draft.body} onChange={(v) => set('body', v)} /></Suspense></Tabs.Panel>
                <Tabs.Panel value="text"><Textarea aria-label="Plain text" description="Leave empty to have it made from the body." autosize minRows={10} value={draft.text_body ?? ''} onChange={(e) => set('text_body', e.currentTarget.value || null)} /></Tabs.Panel>
              </Tabs>
            </Stack>
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}><Preview content={draft} /></Grid.Col>
      </Grid>
    </Page>
  )
}

/** The mail as it will look, a moment after the last change. */
export function Preview({ content, contactId }: { content: Content; contactId?: string }) {
  const [settled] = useDebouncedValue(content, 500)
  const [width, setWidth] = useState('wide')
  const body = { language: settled.language, subject: settled.subject.trim() || 'No subject yet', preheader: settled.preheader, body: settled.body, text_body: settled.text_body, ...(contactId ? { contact_id: contactId } : {}) }
  const preview = useQuery({ queryKey: ['preview', body], queryFn: () => data(api.POST('/api/v1/templates/preview', { body })), placeholderData: keepPreviousData, retry: false })
  const problem = preview.error instanceof ApiError ? preview.error : null
  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>{preview.data?.subject || 'Preview'}</Text>
        <SegmentedControl size="xs" value={width} onChange={setWidth} aria-label="Width of the preview" data={[{ value: 'wide', label: 'Wide' }, { value: 'phone', label: 'Phone' }, { value: 'text', label: 'Text' }]} />
      </Group>
      {problem && <Alert color="red" mb="sm" title={problem.message}><Text size="sm">{problem.hint}</Text>{problem.fields.map((f) => <Text key={f.field + f.message} size="sm">{f.field}: {f.message}</Text>)}</Alert>}
      {(preview.data?.unknown_fields ?? []).map((f) => <Badge key={f} color="yellow" variant="light" mb="xs" mr={6} tt="none">unknown field {f}</Badge>)}
      {(preview.data?.warnings ?? []).map((w) => <Text key={w} size="sm" c="orange">{w}</Text>)}
      {preview.data && width === 'text' && <Text component="pre" size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontFamily: 'ui-monospace, monospace' }}>{preview.data.text}</Text>}
      {preview.data && width !== 'text' && <div style={{ maxWidth: width === 'phone' ? 380 : undefined, margin: '0 auto', border: '1px solid var(--shell-line)', borderRadius: 8 }}><MailFrame html={preview.data.html} title="Preview of the mail" minHeight={420} /></div>}
      {!preview.data && !problem && <Skeleton h={420} />}
    </Card>
  )
}

