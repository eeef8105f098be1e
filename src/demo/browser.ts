// Requests as mail programs and people make them: over HTTP, to the addresses that stand in the mail.
import { Agent, request as send, type IncomingMessage } from 'node:http'
import { demoErrors } from './errors.ts'

export const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
/** What Apple's mail privacy protection says of itself when it loads pictures ahead. */
export const PREFETCHER = 'Mozilla/5.0'
export const GATEWAY = 'Mozilla/5.0 (compatible; Barracuda Sentinel)'

export type Browser = {
  /** Answers the status; an answer that says "busy" is waited out. `url` keeps its path and is asked of the installation here. */
  request(url: string, options?: { method?: string; agent?: string; body?: string }): Promise<number>
  requests: number
  close(): void
}

const TRIES = 20

/** @param base the running installation; mails name its public address, which may lead elsewhere. */
export function openBrowser(base: string): Browser {
  const agent = new Agent({ keepAlive: true }) // no limit: a gateway's burst must not stand in a queue and stop being one
  const { hostname, port } = new URL(base)
  const once = (path: string, method: string, userAgent: string, body?: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { 'user-agent': userAgent, ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }) }
      const req = send({ agent, host: hostname, port, path, method, headers, timeout: 30_000 }, (res: IncomingMessage) => {
        res.resume()
        res.once('end', () => resolve(res.statusCode ?? 0))
        res.once('error', reject)
      })
      req.once('timeout', () => req.destroy(new Error('no answer within 30 s')))
      req.once('error', reject)
      req.end(body)
    })
  const browser: Browser = {
    requests: 0,
    async request(url, { method = 'GET', agent: userAgent = BROWSER, body } = {}) {
      const { pathname, search } = new URL(url)
      for (let attempt = 1; ; attempt++) {
        browser.requests += 1
        const status = await once(pathname + search, method, userAgent, body).catch((cause: unknown) => {
          throw demoErrors.DEMO_ANSWER({ detail: `${method} ${pathname.slice(0, 5)}… got no answer.`, cause })
        })
        if (![429, 503].includes(status) || attempt >= TRIES) return status
        await new Promise((r) => setTimeout(r, 50 * attempt))
      }
    },
    close: () => agent.destroy(),
  }
  return browser
}
