// Workspace, people, API keys.
import { Tabs } from '@mantine/core'
import { useNavigate, useParams } from 'react-router'
import { Page } from '../../parts/page.tsx'
import { Keys } from './keys.tsx'
import { Members } from './members.tsx'
import { WorkspaceForm } from './workspace-form.tsx'

const TABS = ['workspace', 'people', 'keys']

export default function Settings() {
  const { tab = 'workspace' } = useParams()
  const navigate = useNavigate()
  return (
    <Page title="Settings">
      <Tabs value={TABS.includes(tab) ? tab : 'workspace'} onChange={(t) => void navigate(`/settings/${t ?? 'workspace'}`)} keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="workspace">Workspace</Tabs.Tab>
          <Tabs.Tab value="people">People</Tabs.Tab>
          <Tabs.Tab value="keys">API keys</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="workspace"><WorkspaceForm /></Tabs.Panel>
        <Tabs.Panel value="people"><Members /></Tabs.Panel>
        <Tabs.Panel value="keys"><Keys /></Tabs.Panel>
      </Tabs>
    </Page>
  )
}
