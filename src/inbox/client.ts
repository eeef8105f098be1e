// Reads the test inbox from another process: for the API, the demo and tests.
import { inboxErrors } from './errors.ts'
import type { MailPage, MailQuery } from './mail-store.ts'
import type { MailView } from './read-mail.ts'

export type InboxClient = {
  list(query?: MailQuery): Promise<MailPage>
  get(id: string): Promise<MailView>
  raw(id: string): Promise<Buffer>
  attachment(id: string, no: number): Promise<Buffer>
  /** Removes all mails. */
  clear(): Promise<void>
  /** Counters since the start: mails, bytes, rejected, connections, open, reports_sent, … */
  stats(): Promise<Readonly<Record<string, number>>>
}

/** Throws INBOX_MAIL_NOT_FOUND, INBOX_UNREACHABLE. */
export function createInboxClient(options: { readonly url: string; readonly token: string }): InboxClient {
  const ask = async (path: string, method: string = 'GET'): Promise<Response> => {
    let answer: Response
    try {
      answer = await fetch(`${options.url}${path}`, { method, headers: { authorization: `Bearer ${options.token}` } })
    } catch (cause) {
      throw inboxErrors.INBOX_UNREACHABLE({ cause })
    }
    if (answer.status === 404) throw inboxErrors.INBOX_MAIL_NOT_FOUND()
    if (!answer.ok) throw inboxErrors.INBOX_UNREACHABLE({ detail: `It answered ${answer.status}.` })
    return answer
  }
  const bytes = async (path: string): Promise<Buffer> => Buffer.from(await (await ask(path)).arrayBuffer())
  return {
    list: async (query = {}) => {
      const p = new URLSearchParams(Object.entries(query).map(([k, v]): [string, string] => [k, String(v)]))
      return (await (await ask(`/mails?${p.toString()}`)).json()) as MailPage
    },
    get: async (id) => (await (await ask(`/mails/${encodeURIComponent(id)}`)).json()) as MailView,
    raw: (id) => bytes(`/mails/${encodeURIComponent(id)}/raw`),
    attachment: (id, no) => bytes(`/mails/${encodeURIComponent(id)}/attachments/${no}`),
    clear: async () => void (await ask('/mails', 'DELETE')),
    stats: async () => (await (await ask('/stats')).json()) as Record<string, number>,
  }
}
