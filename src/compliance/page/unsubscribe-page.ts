// The pages behind an unsubscribe link: plain HTML, readable by machines and people, no script, one style sheet allowed by
// its hash. Everything that comes from outside is escaped.
import { createHash } from 'node:crypto'

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #5a6474; --page: #f4f6f9; --card: #ffffff; --line: #d5dbe4; --act: #1f5fbf; --act-ink: #ffffff }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf3; --soft: #a9b3c3; --page: #12161d; --card: #1b212b; --line: #384252; --act: #7fb0ff; --act-ink: #0d1522 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--page); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif }
main { width: 100%; max-width: 30rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px }
h1 { margin: 0 0 .75rem; font-size: 1.4rem; line-height: 1.3 }
p { margin: 0 0 1.25rem }
.soft { color: var(--soft); font-size: .95rem; margin: 1.25rem 0 0 }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.25rem; border: 1px solid var(--act); border-radius: 8px; background: var(--act); color: var(--act-ink); cursor: pointer }
button.quiet { background: transparent; color: var(--act) }
button:focus-visible { outline: 3px solid var(--act); outline-offset: 3px }
`

/** Nothing may be loaded, framed or run; forms go back to this page only. */
export const PAGE_CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escape(title)}</title><style>${STYLE}</style></head>
<body><main>
${body}
</main></body>
</html>
`
}

/** `a…@example.org`: enough to know one's own address, too little for a stranger with a forwarded link. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 1 ? '' : `${String.fromCodePoint(address.codePointAt(0)!)}…${address.slice(at)}`
}

export type PageFacts = { sender: string; address: string }

/** Words that a person agrees to when they subscribe again; their hash stands in the ledger. */
export function consentWords(sender: string): string {
  return `Yes, send me mail from ${sender} again.`
}

const who = (f: PageFacts): string => (f.address ? ` to <strong>${escape(f.address)}</strong>` : '')

export function askPage(f: PageFacts): string {
  return page(`Unsubscribe from ${f.sender}`, `<h1>Unsubscribe from ${escape(f.sender)}?</h1>
<p>You will get no more mail from ${escape(f.sender)}${who(f)}.</p>
<form method="post"><input type="hidden" name="action" value="unsubscribe"><button type="submit">Unsubscribe</button></form>
<p class="soft">If you came here by mistake, close this page: nothing has changed.</p>`)
}

export function donePage(f: PageFacts): string {
  return page('You are unsubscribed', `<h1 role="status">You are unsubscribed</h1>
<p>${escape(f.sender)} will send no more mail${who(f)}. This holds from now on.</p>
<form method="post"><input type="hidden" name="action" value="subscribe"><p class="soft">By mistake?</p><button class="quiet" type="submit">${escape(consentWords(f.sender))}</button></form>`)
}

export function backPage(f: PageFacts): string {
  return page('You are subscribed again', `<h1 role="status">You are subscribed again</h1>
<p>${escape(f.sender)} may send mail${who(f)} again.</p>
<form method="post"><input type="hidden" name="action" value="unsubscribe"><button class="quiet" type="submit">Unsubscribe</button></form>`)
}

export function unknownPage(): string {
  return page('This link is not valid', `<h1>This link is not valid</h1>
<p>It may have been cut off. Open it again from the mail, or copy it whole.</p>`)
}

export function laterPage(): string {
  return page('Please try again', `<h1>We could not store your request</h1>
<p>Please try again in a minute. Nothing has changed so far.</p>
<form method="post"><input type="hidden" name="action" value="unsubscribe"><button type="submit">Try again</button></form>`)
}
