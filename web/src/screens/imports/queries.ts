// What the import screens ask the server.
import { api, currentWorkspace, data, ownHeaders, ApiError, type Problem } from '../../api/client.ts'
import type { operations } from '../../api/schema.ts'

export const importQuery = (id: string) => ({ queryKey: ['import', id], queryFn: () => data(api.GET('/api/v1/imports/{import_id}', { params: { path: { import_id: id } } })) })
export type ImportRun = Awaited<ReturnType<ReturnType<typeof importQuery>['queryFn']>>

export type Plan = NonNullable<operations['previewImport']['requestBody']>['content']['application/json']
export const previewOf = (id: string, plan: Plan) => data(api.POST('/api/v1/imports/{import_id}/preview', { params: { path: { import_id: id } }, body: plan }))
export type Preview = Awaited<ReturnType<typeof previewOf>>
export const startOf = (id: string, plan: Plan) => data(api.POST('/api/v1/imports/{import_id}/run', { params: { path: { import_id: id } }, body: plan }))

/** What changes while it runs, as /api/v1/live tells it. */
export type ImportProgress = Pick<ImportRun, 'state' | 'file_bytes' | 'done_bytes' | 'rows' | 'counts' | 'seconds_left' | 'error_code'>
export const isFinal = (state: string): boolean => ['done', 'failed', 'cancelled'].includes(state)

export const rejectsCsv = (id: string): string => `/api/v1/imports/${id}/rejects.csv?workspace=${encodeURIComponent(currentWorkspace.get())}`

/** Sends a file while it is read from disk, so that its size does not matter. XHR, since fetch does not tell how far it is. */
export function uploadImport(file: File, sourceId: string, onShare: (share: number) => void, signal: AbortSignal): Promise<ImportRun> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const query = new URLSearchParams({ source_id: sourceId, file_name: file.name })
    request.open('POST', `/api/v1/imports?${query.toString()}`)
    for (const [name, value] of Object.entries(ownHeaders())) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = (event) => onShare(event.lengthComputable && event.total > 0 ? event.loaded / event.total : 0)
    request.onload = () => (request.status < 300 ? resolve(request.response as ImportRun) : reject(new ApiError(request.status, (request.response ?? {}) as Problem)))
    request.onerror = () => reject(new Error('The upload was interrupted.'))
    request.onabort = () => reject(new DOMException('Upload cancelled', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
