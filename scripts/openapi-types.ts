// Writes the types of an OpenAPI 3.1 document in the shape that openapi-fetch reads (`paths`, `components`, `operations`).
// Covers what our document uses; an unknown construct becomes `unknown`, never a wrong type.

type Schema = {
  $ref?: string; type?: string | string[]; enum?: unknown[]; const?: unknown; anyOf?: Schema[]; oneOf?: Schema[]; allOf?: Schema[]
  properties?: Record<string, Schema>; required?: string[]; additionalProperties?: boolean | Schema; items?: Schema | boolean; prefixItems?: Schema[]
  description?: string; format?: string; default?: unknown
}
type Parameter = { in: string; name: string; required?: boolean; schema?: Schema; description?: string }
type Content = Record<string, { schema?: Schema }>
type Operation = { operationId?: string; summary?: string; description?: string; parameters?: Parameter[]; requestBody?: { required?: boolean; content: Content }; responses?: Record<string, { description?: string; content?: Content }> }
export type OpenApi = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } }

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name))
const doc = (text: string | undefined, pad: string): string => (text ? `${pad}/** ${text.replaceAll('*/', '* /').replaceAll('\n', ' ')} */\n` : '')

/** One schema as a TypeScript type. */
export function typeOf(s: Schema | undefined, pad: string): string {
  if (!s || Object.keys(s).length === 0) return 'unknown'
  if (s.$ref) return `components["schemas"]["${s.$ref.split('/').at(-1)}"]`
  if ('const' in s) return JSON.stringify(s.const)
  if (s.enum) return s.enum.map((v) => JSON.stringify(v)).join(' | ')
  const union = s.anyOf ?? s.oneOf
  if (union) return [...new Set(union.map((u) => wrap(typeOf(u, pad))))].join(' | ')
  if (s.allOf) return s.allOf.map((u) => wrap(typeOf(u, pad))).join(' & ')
  if (Array.isArray(s.type)) return s.type.map((t) => wrap(typeOf({ ...s, type: t }, pad))).join(' | ')
  return simpleType(s, pad)
}

const wrap = (t: string): string => (/[|&] /.test(t) && !t.startsWith('{') ? `(${t})` : t)

function simpleType(s: Schema, pad: string): string {
  switch (s.type) {
    case 'string':
      return 'string'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array':
      if (s.prefixItems) return `[${s.prefixItems.map((i) => typeOf(i, pad)).join(', ')}]`
      return `${wrap(typeOf(typeof s.items === 'object' ? s.items : undefined, pad))}[]`
    default:
      return s.type === 'object' || s.properties || s.additionalProperties ? objectType(s, pad) : 'unknown'
  }
}

function objectType(s: Schema, pad: string): string {
  const inner = `${pad}  `
  const lines = Object.entries(s.properties ?? {}).map(([name, p]) => `${doc(p.description, inner)}${inner}${key(name)}${s.required?.includes(name) ? '' : '?'}: ${typeOf(p, inner)}`)
  const extra = s.additionalProperties
  if (extra === true || (extra && Object.keys(extra).length === 0)) lines.push(`${inner}[key: string]: unknown`)
  else if (extra) lines.push(`${inner}[key: string]: ${lines.length > 0 ? 'unknown' : typeOf(extra, inner)}`)
  if (lines.length === 0) return extra === false ? 'Record<string, never>' : 'Record<string, unknown>'
  return `{\n${lines.join('\n')}\n${pad}}`
}

function parameterType(o: Operation, pad: string): string {
  const group = (where: string): string => {
    const list = (o.parameters ?? []).filter((p) => p.in === where)
    if (list.length === 0) return `${where}?: never`
    const lines = list.map((p) => `${doc(p.description, `${pad}    `)}${pad}    ${key(p.name)}${p.required ? '' : '?'}: ${typeOf(p.schema, `${pad}    `)}`)
    return `${where}${list.some((p) => p.required) ? '' : '?'}: {\n${lines.join('\n')}\n${pad}  }`
  }
  return `{\n${['query', 'header', 'path', 'cookie'].map((w) => `${pad}  ${group(w)}`).join('\n')}\n${pad}}`
}

function contentType(content: Content | undefined, pad: string): string {
  if (!content) return '{}'
  return `{\n${Object.entries(content).map(([type, c]) => `${pad}  "${type}": ${typeOf(c.schema, `${pad}  `)}`).join('\n')}\n${pad}}`
}

function operationType(o: Operation, pad: string): string {
  const body = o.requestBody ? `requestBody${o.requestBody.required ? '' : '?'}: {\n${pad}    content: ${contentType(o.requestBody.content, `${pad}    `)}\n${pad}  }` : 'requestBody?: never'
  const responses = Object.entries(o.responses ?? {}).map(([status, r]) => `${pad}    ${status}: {\n${pad}      headers: { [name: string]: unknown }\n${pad}      content${r.content ? '' : '?'}: ${r.content ? contentType(r.content, `${pad}      `) : 'never'}\n${pad}    }`)
  return `{\n${pad}  parameters: ${parameterType(o, `${pad}  `)}\n${pad}  ${body}\n${pad}  responses: {\n${responses.join('\n')}\n${pad}  }\n${pad}}`
}

/** The whole file. */
export function openApiTypes(document: OpenApi): string {
  const operations: string[] = []
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const lines = METHODS.map((method) => {
      const o = item[method]
      if (!o) return `    ${method}?: never`
      const name = o.operationId ?? `${method} ${path}`
      operations.push(`${doc(o.summary, '  ')}  ${key(name)}: ${operationType(o, '  ')}`)
      return `${doc(o.summary, '    ')}    ${method}: operations[${JSON.stringify(name)}]`
    })
    return `  ${JSON.stringify(path)}: {\n    parameters: { query?: never; header?: never; path?: never; cookie?: never }\n${lines.join('\n')}\n  }`
  })
  const schemas = Object.entries(document.components.schemas).map(([name, s]) => `${doc(s.description, '    ')}    ${key(name)}: ${typeOf(s, '    ')}`)
  return [
    '// Generated from docs/reference/openapi.json by scripts/gen-openapi.ts; do not edit.',
    `export interface paths {\n${paths.join('\n')}\n}`,
    'export type webhooks = Record<string, never>',
    `export interface components {\n  schemas: {\n${schemas.join('\n')}\n  }\n  responses: never\n  parameters: never\n  requestBodies: never\n  headers: never\n  pathItems: never\n}`,
    'export type $defs = Record<string, never>',
    `export interface operations {\n${operations.join('\n')}\n}`,
    '',
  ].join('\n')
}
