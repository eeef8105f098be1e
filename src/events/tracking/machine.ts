// Is a request made by a machine? By what it says of itself only; bursts over several links are seen later
// (ingest/scanner-burst.ts). What counts as what, and why, stands in docs/explain/tracking.md:
// - Apple Mail Privacy Protection loads every image ahead, seen or not: a machine. It says "Mozilla/5.0" and no more.
// - The image proxies of Gmail and Yahoo load when the person opens the mail: a person.
// - The name of an HTTP library proves nothing, forwarders and mail apps carry them: a person until a burst says otherwise.
import type { IncomingHttpHeaders } from 'node:http'

const MACHINES =
  /bot\b|bot\/|crawl|spider|slurp|scanner|headless|phantomjs|preview|barracuda|mimecast|proofpoint|messagelabs|symantec|fireeye|forcepoint|ironport|trendmicro|sophos|safelinks|urldefense|virustotal|urlscan|facebookexternalhit|whatsapp|telegram|slack|skypeuripreview|linkcheck|uptime|monitoring/i

/** True for prefetchers, scanners and crawlers that say so, and for HEAD, which no mail program sends for a person. */
export function isMachine(method: string, headers: IncomingHttpHeaders): boolean {
  if (method === 'HEAD') return true
  const agent = headers['user-agent']
  if (agent !== undefined && (agent === 'Mozilla/5.0' || MACHINES.test(agent))) return true
  const purpose = headers['sec-purpose'] ?? headers['purpose'] ?? headers['x-purpose'] ?? headers['x-moz']
  return typeof purpose === 'string' && /prefetch|prerender|preview/i.test(purpose)
}
