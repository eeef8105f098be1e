// Every place of the UI; screens are loaded when they are first opened.
import { lazy, Suspense, type ComponentType } from 'react'
import { createBrowserRouter, type RouteObject } from 'react-router'
import { LoadingScreen } from './parts/loading-screen.tsx'
import { RequireSession } from './shell/session.tsx'
import { Shell } from './shell/shell.tsx'

const screen = (path: string, load: () => Promise<{ default: ComponentType }>): RouteObject => {
  const Screen = lazy(load)
  return { path, element: <Suspense fallback={<LoadingScreen />}><Screen /></Suspense> }
}

export const router = createBrowserRouter([
  screen('/sign-in', () => import('./screens/session/sign-in.tsx')),
  {
    element: <RequireSession><Shell /></RequireSession>,
    children: [
      screen('/password', () => import('./screens/session/password.tsx')),
      screen('/', () => import('./screens/overview/overview.tsx')),
      screen('/contacts', () => import('./screens/contacts/contacts.tsx')),
      screen('/contacts/:contactId', () => import('./screens/contacts/contact.tsx')),
      screen('/lists', () => import('./screens/lists/lists.tsx')),
      screen('/imports', () => import('./screens/imports/imports.tsx')),
      screen('/imports/new', () => import('./screens/imports/new-import.tsx')),
      screen('/imports/:importId', () => import('./screens/imports/import.tsx')),
      screen('/segments', () => import('./screens/segments/segments.tsx')),
      screen('/segments/:segmentId', () => import('./screens/segments/segment.tsx')),
      screen('/templates', () => import('./screens/templates/templates.tsx')),
      screen('/templates/:templateId', () => import('./screens/templates/template.tsx')),
      screen('/campaigns', () => import('./screens/campaigns/campaigns.tsx')),
      screen('/campaigns/:campaignId', () => import('./screens/campaigns/campaign.tsx')),
      screen('/queue', () => import('./screens/queue/queue.tsx')),
      screen('/providers', () => import('./screens/providers/providers.tsx')),
      screen('/suppressions', () => import('./screens/suppressions/suppressions.tsx')),
      screen('/inbox/:mailId?', () => import('./screens/inbox/inbox.tsx')),
      screen('/settings/:tab?', () => import('./screens/settings/settings.tsx')),
    ],
  },
])
