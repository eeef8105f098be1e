// The one way to the server: typed by the generated schema, with the header that proves the request is ours, and every
// failure as an ApiError that carries the catalogue's sentence and hint (RFC 9457 problem+json).
import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from './schema.ts'

export type Problem = { title?: string; detail?: string; code?: string; hint?: string; status?: number; errors?: { field: string; rule: string; message: string }[]; data?: Record<string, unknown> }

export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly hint: string
  /** Facts of this failure, e.g. the id of what is in the way. */
  readonly known: Record<string, unknown>
  readonly fields: { field: string; message: string }[]

  constructor(status: number, problem: Problem) {
    super([problem.title ?? 'The server did not answer as expected.', problem.detail].filter(Boolean).join(' '))
    this.name = 'ApiError'
    this.status = status
    this.code = problem.code ?? 'UNKNOWN'
    this.hint = problem.hint ?? 'Try again; if it stays, look at the health page.'
    this.fields = problem.errors ?? []
    this.known = problem.data ?? {}
  }
}

const WORKSPACE_KEY = 'inboxlift.workspace'
export const currentWorkspace = {
  get: (): string => localStorage.getItem(WORKSPACE_KEY) ?? '',
  set: (id: string): void => localStorage.setItem(WORKSPACE_KEY, id),
}

/** Headers of every request that changes something: no other site can send them. */
export function ownHeaders(): Record<string, string> {
  const workspace = currentWorkspace.get()
  return { 'x-inboxlift': '1', ...(workspace ? { 'x-workspace': workspace } : {}) }
}

const middleware: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(ownHeaders())) request.headers.set(name, value)
    return request
  },
  async onResponse({ response }) {
    if (response.ok) return undefined
    throw await toApiError(response)
  },
}

/** Reads a failed answer. */
export async function toApiError(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as Problem
  return new ApiError(response.status, problem)
}

export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' })
api.use(middleware)

/** The body of a successful answer; failures were thrown by the middleware. */
export async function data<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}
