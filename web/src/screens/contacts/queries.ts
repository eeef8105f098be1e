// What the contact screens ask the server.
import { api, data } from '../../api/client.ts'

export type ContactFilter = { email?: string; status?: string; country?: string; region?: string; city?: string; list_id?: string }

export function listContacts(query: Record<string, string | number>) {
  return data(api.GET('/api/v1/contacts', { params: { query: query as never } }))
}
export type ContactPage = Awaited<ReturnType<typeof listContacts>>

export const contactQuery = (id: string) => ({ queryKey: ['contact', id], queryFn: () => data(api.GET('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: id } } })) })
export type Contact = Awaited<ReturnType<ReturnType<typeof contactQuery>['queryFn']>>

export const listsQuery = { queryKey: ['lists'], queryFn: () => data(api.GET('/api/v1/lists', { params: { query: { limit: 200 } } })) }
export const attributesQuery = { queryKey: ['attributes'], queryFn: () => data(api.GET('/api/v1/attributes')) }
export const sourcesQuery = { queryKey: ['sources'], queryFn: () => data(api.GET('/api/v1/sources')) }
