// Is a request made by a machine? By what it says of itself only; bursts over several links are seen later
// (ingest/scanner-burst.ts). What counts as what, and why, stands in docs/explain/tracking.md:
// - Apple Mail Privacy Protection loads every image ahead, seen or not: a machine. It says "Mozilla/5.0" and no more.
// - The image proxies of Gmail and Yahoo load when the person opens the mail: a person.
// - The name of an HTTP library proves nothing, forwarders and mail apps carry them: a person until a burst says otherwise.
const MACHINES =
  /(?<!cu)bot\b|crawl|spider|slurp|scanner|headless|phantomjs|preview|barracuda|mimecast|proofpoint|messagelabs|symantec|fireeye|forcepoint|ironport|trendmicro|sophos|safelinks|urldefense|virustotal|urlscan|facebookexternalhit|whatsapp|telegram|slack|skypeuripreview|linkcheck|uptime|monitoring/i

const PURPOSES: ReadonlySet<string> = new Set(['sec-purpose', 'purpose', 'x-purpose', 'x-moz'])

/** True for prefetchers, scanners and crawlers that say so, and for HEAD, which no mail program sends for a person. */
export function isMachine(method: string, rawHeaders: readonly string[]): boolean {
  if (method === 'HEAD') return true
  // As they came, in pairs: the parsed object of node:http is made on first use and costs more than all of this.
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase()
    const value = rawHeaders[i + 1]!
    if (name === 'user-agent' && (value === 'Mozilla/5.0' || MACHINES.test(value))) return true
    if (PURPOSES.has(name) && /prefetch|prerender|preview/i.test(value)) return true
  }
  return false
}
