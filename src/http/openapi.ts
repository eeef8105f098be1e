// The OpenAPI 3.1 document, made from the same zod schemas that check requests. Served at /api/v1/openapi.json and kept
// as docs/reference/openapi.json by scripts/gen-openapi.ts.
import swagger from '@fastify/swagger'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { App } from './app.ts'
import { problemSchema } from './schemas.ts'

const transform = createJsonSchemaTransform({ skipList: [] })
const transformObject = createJsonSchemaTransformObject({})

type Json = Record<string, unknown>
type Document = Json & { components: { schemas: Json }; paths: Record<string, Record<string, { responses?: Json }>> }

/** Registers the document; routes registered afterwards appear in it. */
export async function installOpenApi(app: App, release: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'InboxLift',
        version: release,
        description:
          'Contacts, consent, campaigns, delivery, events and reports. Times are ISO 8601 in UTC, ids are opaque strings with a prefix, lists are paged by `cursor`, failures are problem+json (RFC 9457) with a stable `code`. Writes of a browser session need the header `X-InboxLift: 1`; the workspace is chosen by `X-Workspace: wsp_…`. Writes that take `Idempotency-Key` happen once per key.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'API key: il_<id>_<secret>' },
          session: { type: 'apiKey', in: 'cookie', name: 'il_session' },
        },
      },
    },
    transform: (args) => {
      const scope = (args.route as unknown as { config?: { scope?: string } }).config?.scope
      if (!args.url.startsWith('/api/v1')) return { schema: { hide: true } as never, url: args.url }
      const { response, ...rest } = (args.schema ?? {}) as Json & { response?: Record<string, z.ZodType> }
      const secured = scope === 'public' ? { security: [] } : { security: [{ key: [] }, { session: [] }], 'x-scope': scope }
      const out = transform({ ...args, schema: { ...rest, ...secured } as never }) as { schema: Json; url: string }
      if (response) out.schema.response = Object.fromEntries(Object.entries(response).map(([status, shape]) => [status, wireShape(args, shape)]))
      return out as never
    },
    transformObject,
  })
  app.get('/api/v1/openapi.json', { config: { scope: 'public' }, schema: { hide: true } as never }, async () => finish(app.swagger() as never))
}

/** A response as it stands on the wire: the input side of our codecs, which the library shows for bodies only. */
function wireShape(args: Parameters<typeof transform>[0], shape: z.ZodType): unknown {
  if (shape instanceof z.ZodUndefined) return { type: 'null', description: shape.description ?? 'Done.' }
  const { schema } = transform({ ...args, schema: { body: shape } as never }) as { schema: { body: Json } }
  return { description: shape.description ?? 'Done.', ...schema.body }
}

/** Names every shape once, says of every operation that it may fail, and drops what only machines wrote. */
function finish(document: Document): Json {
  const names = Object.keys(document.components.schemas).filter((name) => !name.endsWith('Input'))
  const schemas = Object.fromEntries(names.map((name) => [name, document.components.schemas[`${name}Input`] ?? document.components.schemas[name]]))
  const copy = JSON.parse(JSON.stringify({ ...document, components: { ...document.components, schemas } }), function (this: Json, key, value: unknown) {
    if (key === '$ref' && typeof value === 'string') return value.replace(/^(#\/components\/schemas\/\w+)Input$/, (all, base: string) => (names.includes(base.split('/').pop()!) ? base : all))
    if (key === 'pattern' && this.format === 'date-time') return undefined
    if ((key === 'maximum' || key === 'minimum') && Math.abs(value as number) === Number.MAX_SAFE_INTEGER) return undefined
    return value
  }) as Document
  for (const path of Object.values(copy.paths)) {
    for (const operation of Object.values(path)) {
      operation.responses = { ...operation.responses, default: { description: 'A failure', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } }
    }
  }
  return copy
}

/** The document as scripts/gen-openapi.ts writes it. */
export async function openApiDocument(app: App): Promise<Json> {
  await app.ready()
  return finish(app.swagger() as never)
}

export { problemSchema }
