// The table of all routes, mounted under /api/v1. A room adds one line when its routes/<room>.ts exists.
import type { RouteModule } from '../app.ts'
import { launchRoutes } from './campaign-launch.ts'
import { campaignRoutes } from './campaigns.ts'
import { consentRoutes, suppressionRoutes } from './compliance.ts'
import { contactRoutes } from './contacts.ts'
import { deliveryRoutes } from './delivery.ts'
import { eventRoutes } from './events.ts'
import { importRoutes } from './imports.ts'
import { inboxRoutes } from './inbox.ts'
import { installationRoutes } from './installation.ts'
import { attributeRoutes, listRoutes, sourceRoutes } from './lists.ts'
import { assetRoutes, keyRoutes, memberRoutes, workspaceRoutes } from './platform.ts'
import { segmentRoutes } from './segments.ts'
import { sessionRoutes } from './session.ts'
import { templateRoutes } from './templates.ts'

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
  importRoutes,
  segmentRoutes,
  templateRoutes,
  campaignRoutes,
  launchRoutes,
  suppressionRoutes,
  consentRoutes,
  eventRoutes,
  deliveryRoutes,
  inboxRoutes,
  installationRoutes,
]
