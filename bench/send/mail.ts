// The mail that `bench send` sends: 20 kB, personal fields, tracked links; as a template for us, as parts for others.
import { compileContent, openContent, type CompiledContent, type Template } from '../../src/campaigns/render/index.ts'

const LINE = 'A new season is here, and with it plenty of things that you may like: shoes & boots, coats in three colours, and more. '

const article = (n: number): string =>
  `<tr><td style="padding:12px 24px;font-family:Arial,sans-serif;font-size:14px;line-height:20px;color:#333333"><h2 style="margin:0 0 8px">Article ${n}</h2><p>${LINE.repeat(6)}</p><p><a href="https://shop.example/article/${n}?from=mail">See article ${n}</a></p></td></tr>`

/** About 20 kB on the wire. */
export const BENCH_TEMPLATE: Template = {
  subject: 'News for {{ contact.first_name }}',
  html: `<!doctype html><html><head><meta charset="utf-8"><title>News</title></head><body style="margin:0;background:#f4f4f4"><table role="presentation" width="600" align="center">
<tr><td>Hello {{ contact.first_name }} from {{ contact.city }},</td></tr>${Array.from({ length: 10 }, (_, i) => article(i + 1)).join('\n')}
<tr><td>Your number: {{ contact.attributes.number }}. <a href="{{ unsubscribe_url }}">Unsubscribe</a></td></tr></table></body></html>`,
}

export const compileBenchMail = (): Promise<CompiledContent> => compileContent(BENCH_TEMPLATE, { from: { address: 'news@sender.example', name: 'Sender' }, trackOpens: true, trackClicks: true })

/** Tokens are as long as the signed ones, so that the bytes on the wire are the same. */
const TOKEN = 'x'.repeat(68)

export type Parts = { subject: string; html: string; text: string; headers: Record<string, string> }

/** Html and text of the same mail with places to fill, for a library that composes the MIME message itself. */
export function partsMaker(content: CompiledContent): (i: number) => Parts {
  const base = 'http://localhost:8025'
  const made = openContent(content).render({
    contact: { first_name: '@@NAME@@', city: '@@CITY@@', attributes: { number: '@@NO@@' } },
    messageKey: 'k',
    urls: { open: `${base}/t/o/${TOKEN}`, click: (no) => `${base}/t/c/${String(no).padStart(2, '0')}${TOKEN.slice(2)}`, unsubscribe: `${base}/u/${TOKEN}`, view: `${base}/v/${TOKEN}` },
  })
  const fill = (text: string): ((i: number) => string) => {
    const pieces = text.split(/@@(NAME|CITY|NO)@@/)
    return (i) => pieces.map((p, k) => (k % 2 === 0 ? p : p === 'NAME' ? `Name${i}` : p === 'CITY' ? 'Springfield' : String(i))).join('')
  }
  const [subject, html, text] = [fill(made.subject), fill(made.html ?? ''), fill(made.text)]
  return (i) => ({
    subject: subject(i),
    html: html(i),
    text: text(i),
    headers: { 'List-Unsubscribe': `<${base}/u/${TOKEN}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', 'Feedback-ID': '1234567890123456789:1234567890123456789:marketing:inboxlift', 'X-InboxLift-Message': `msg_${'0'.repeat(26)}` },
  })
}

export const recipient = (i: number): string => `person${i}@receiver.example`
