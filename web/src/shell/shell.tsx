// The frame around every screen: navigation at the side (a drawer on a phone), workspace, person, colour scheme.
import { ActionIcon, AppShell, Burger, Group, Menu, NavLink, ScrollArea, Text, UnstyledButton, Avatar, useMantineColorScheme, useComputedColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAddressBook, IconChartHistogram, IconChevronDown, IconFileImport, IconFilter, IconInbox, IconList, IconLogout, IconMoon, IconPassword, IconPlugConnected, IconSend, IconSettings, IconSun, IconTemplate, IconStack2, IconShieldCheck, IconUser } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect } from 'react'
import { Link, Outlet, useLocation, useNavigate } from 'react-router'
import { api, currentWorkspace } from '../api/client.ts'
import { useSession } from './session.tsx'
import { LoadingScreen } from '../parts/loading-screen.tsx'

const NAVIGATION = [
  { to: '/', label: 'Overview', icon: IconChartHistogram },
  { to: '/contacts', label: 'Contacts', icon: IconAddressBook },
  { to: '/lists', label: 'Lists', icon: IconList },
  { to: '/imports', label: 'Imports', icon: IconFileImport },
  { to: '/segments', label: 'Segments', icon: IconFilter },
  { to: '/templates', label: 'Templates', icon: IconTemplate },
  { to: '/campaigns', label: 'Campaigns', icon: IconSend },
  { to: '/queue', label: 'Queue', icon: IconStack2 },
  { to: '/providers', label: 'Providers', icon: IconPlugConnected },
  { to: '/suppressions', label: 'Suppressions', icon: IconShieldCheck },
  { to: '/inbox', label: 'Test inbox', icon: IconInbox },
  { to: '/settings', label: 'Settings', icon: IconSettings },
] as const

const isActive = (to: string, path: string): boolean => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`))

export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false)
  const { pathname } = useLocation()
  useEffect(close, [pathname, close])
  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding={{ base: 'md', sm: 'xl' }}>
      <a href="#main" className="visually-hidden">Skip to content</a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Open navigation" />
            <UnstyledButton component={Link} to="/">
              <Group gap={8} wrap="nowrap"><img src="/icon.svg" width={26} height={26} alt="" /><Text fw={700} fz="lg">InboxLift</Text></Group>
            </UnstyledButton>
          </Group>
          <Group gap={6} wrap="nowrap"><WorkspaceMenu /><SchemeButton /><PersonMenu /></Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" component="nav" aria-label="Main">
        <AppShell.Section grow component={ScrollArea}>
          {NAVIGATION.map(({ to, label, icon: Icon }) => (
            <NavLink key={to} component={Link} to={to} label={label} leftSection={<Icon size={18} stroke={1.7} aria-hidden />} active={isActive(to, pathname)} aria-current={isActive(to, pathname) ? 'page' : undefined} style={{ borderRadius: 8 }} mb={2} />
          ))}
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <Suspense fallback={<LoadingScreen />}><Outlet /></Suspense>
      </AppShell.Main>
    </AppShell>
  )
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={dark ? 'Use the light colours' : 'Use the dark colours'} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
      {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  )
}

function WorkspaceMenu() {
  const { session, workspace } = useSession()
  if (session.workspaces.length < 2) return <Text size="sm" c="dimmed" visibleFrom="sm">{workspace.name}</Text>
  const choose = (id: string): void => {
    currentWorkspace.set(id)
    window.location.assign('/')
  }
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton aria-label={`Workspace ${workspace.name}`}><Group gap={4} wrap="nowrap"><Text size="sm" truncate maw={140}>{workspace.name}</Text><IconChevronDown size={14} aria-hidden /></Group></UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>{session.workspaces.map((w) => <Menu.Item key={w.id} onClick={() => choose(w.id)}>{w.name}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  )
}

function PersonMenu() {
  const { session } = useSession()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const signOut = async (): Promise<void> => {
    await api.DELETE('/api/v1/session').catch(() => undefined)
    cache.clear()
    await navigate('/sign-in')
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" radius="xl" aria-label="Your account"><Avatar size={30} color="lift" variant="light"><IconUser size={17} aria-hidden /></Avatar></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session.user?.login}</Menu.Label>
        <Menu.Item leftSection={<IconPassword size={16} />} component={Link} to="/password">Change password</Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
