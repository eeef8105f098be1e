// The table of all routes, mounted under /api/v1. A room adds one line when its routes/<room>.ts exists.
import type { RouteModule } from '../app.ts'
import { consentRoutes, suppressionRoutes } from './compliance.ts'
import { contactRoutes } from './contacts.ts'
import { eventRoutes } from './events.ts'
import { inboxRoutes } from './inbox.ts'
import { installationRoutes } from './installation.ts'
import { attributeRoutes, listRoutes, sourceRoutes } from './lists.ts'
import { assetRoutes, keyRoutes, memberRoutes, workspaceRoutes } from './platform.ts'
import { segmentRoutes } from './segments.ts'
import { sessionRoutes } from './session.ts'

export const routeModules: readonly RouteModule[] = [
  sessionRoutes,
  workspaceRoutes,
  memberRoutes,
  keyRoutes,
  assetRoutes,
  contactRoutes,
  listRoutes,
  sourceRoutes,
  attributeRoutes,
  segmentRoutes,
  suppressionRoutes,
  consentRoutes,
  eventRoutes,
  inboxRoutes,
  installationRoutes,
]
