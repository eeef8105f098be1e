// Progress as it happens: server-sent events of /api/v1/live written into the data cache. Falls back to asking again
// every two seconds where the stream is not to be had.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { currentWorkspace } from '../api/client.ts'

/** Watches one thing, e.g. `useLive('campaign', id, ['campaign-progress', id])`, while `enabled`. */
export function useLive(kind: string, id: string, queryKey: readonly unknown[], enabled: boolean): void {
  const cache = useQueryClient()
  const key = JSON.stringify(queryKey)
  useEffect(() => {
    if (!enabled) return
    const source = new EventSource(`/api/v1/live?${kind}=${encodeURIComponent(id)}&workspace=${encodeURIComponent(currentWorkspace.get())}`)
    let timer: ReturnType<typeof setInterval> | undefined
    const refresh = (): void => void cache.invalidateQueries({ queryKey: JSON.parse(key) as unknown[] })
    source.addEventListener(kind, (event) => {
      cache.setQueryData(JSON.parse(key) as unknown[], JSON.parse((event as MessageEvent<string>).data))
    })
    source.addEventListener('done', () => {
      source.close()
      refresh()
    })
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) timer ??= setInterval(refresh, 2_000)
    }
    return () => {
      source.close()
      clearInterval(timer)
    }
  }, [cache, kind, id, key, enabled])
}
