// What the campaign screens ask the server.
import { api, data } from '../../api/client.ts'

export const campaignQuery = (id: string) => ({ queryKey: ['campaign', id], queryFn: () => data(api.GET('/api/v1/campaigns/{campaign_id}', { params: { path: { campaign_id: id } } })) })
export type Campaign = Awaited<ReturnType<ReturnType<typeof campaignQuery>['queryFn']>>
export const progressQuery = (id: string) => ({ queryKey: ['campaign-progress', id], queryFn: () => data(api.GET('/api/v1/campaigns/{campaign_id}/progress', { params: { path: { campaign_id: id } } })) })
export type Progress = Awaited<ReturnType<ReturnType<typeof progressQuery>['queryFn']>>

export const isEditable = (state: string): boolean => state === 'draft' || state === 'scheduled'
export const isMoving = (state: string): boolean => ['launching', 'sending', 'paused'].includes(state)
