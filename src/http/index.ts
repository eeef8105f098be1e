// The door of the web shell.
export { buildApp, type App, type RouteDeps, type RouteModule } from './app.ts'
export { openApiDocument } from './openapi.ts'
export { httpErrors } from './errors.ts'
