// What the builder's menus offer: lists, segments, attributes, campaigns of this workspace.
import { useQuery } from '@tanstack/react-query'
import { api, data } from '../../api/client.ts'
import { attributesQuery, listsQuery } from '../contacts/queries.ts'

export type Choice = { value: string; label: string }

export const segmentsQuery = { queryKey: ['segments'], queryFn: () => data(api.GET('/api/v1/segments', { params: { query: { limit: 200 } } })) }
export const campaignChoicesQuery = { queryKey: ['campaigns', 'choices'], queryFn: () => data(api.GET('/api/v1/campaigns', { params: { query: { limit: 200 } } })) }

export function useChoices(): { lists: Choice[]; segments: Choice[]; attributes: (Choice & { type: string })[]; campaigns: Choice[] } {
  const lists = useQuery(listsQuery).data?.items ?? []
  const segments = useQuery(segmentsQuery).data?.items ?? []
  const attributes = useQuery(attributesQuery).data?.items ?? []
  const campaigns = useQuery(campaignChoicesQuery).data?.items ?? []
  return {
    lists: lists.map((l) => ({ value: l.id, label: l.name })),
    segments: segments.map((s) => ({ value: s.id, label: s.name })),
    attributes: attributes.filter((a) => !a.sensitive).map((a) => ({ value: a.name, label: a.label, type: a.type })),
    campaigns: campaigns.map((c) => ({ value: c.id, label: c.name })),
  }
}
