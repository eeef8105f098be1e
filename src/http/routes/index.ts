// The table of all routes; one module a room, mounted under /api/v1.
import type { RouteModule } from '../app.ts'

export const routeModules: RouteModule[] = []
