// The door of the web shell.
export { buildApp, type App, type AppOptions, type RouteDeps, type RouteModule } from './app.ts'
export { createApiService, routeDeps, type ApiParts } from './service.ts'
export { openApiDocument } from './openapi.ts'
export { httpErrors } from './errors.ts'
