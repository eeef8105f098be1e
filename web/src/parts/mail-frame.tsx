// Foreign HTML (a mail, a preview) in a frame of its own: no scripts, no forms, no cookies; see /frame on the server.
import { useEffect, useRef, useState } from 'react'

export function MailFrame({ html, title, minHeight = 320 }: { html: string; title: string; minHeight?: number }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState(minHeight)
  // A written frame no longer listens: another mail needs a fresh one.
  const [shown, setShown] = useState({ html, no: 0 })
  if (shown.html !== html) setShown({ html, no: shown.no + 1 })
  useEffect(() => {
    const post = (): void => frame.current?.contentWindow?.postMessage({ kind: 'inboxlift-frame', html }, '*')
    const onMessage = (event: MessageEvent): void => {
      if (event.source !== frame.current?.contentWindow) return
      const { kind, height: wanted } = (event.data ?? {}) as { kind?: string; height?: number }
      if (kind === 'inboxlift-frame-ready') post()
      if (kind === 'inboxlift-frame-height' && typeof wanted === 'number') setHeight(Math.max(minHeight, Math.min(6_000, wanted + 8)))
    }
    window.addEventListener('message', onMessage)
    return () => window.removeEventListener('message', onMessage)
  }, [html, minHeight])
  return <iframe key={shown.no} ref={frame} src="/frame" title={title} sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" style={{ width: '100%', height, border: 0, background: '#fff', borderRadius: 8 }} />
}
