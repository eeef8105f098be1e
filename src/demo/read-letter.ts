// One mail as its recipient's program shows it: pixel, links, the address that ends it.
import type { MailView } from '../inbox/index.ts'
import { demoErrors } from './errors.ts'
import { LINKS } from './template.ts'

export type Letter = {
  pixel: string
  /** In the order of the mail: counted links only. */
  links: string[]
  /** Of List-Unsubscribe; one click is allowed. */
  unsubscribe: string
  html: string
}

/** Throws DEMO_ANSWER when something that must stand in the mail does not. */
export function readLetter(mail: MailView): Letter {
  const html = mail.html ?? ''
  const header = (name: string): string => mail.headers.find((h) => h.name.toLowerCase() === name)?.value ?? ''
  const pixel = /<img[^>]+src="([^"]*\/t\/o\/[^"]+)"/i.exec(html)?.[1]?.replaceAll('&amp;', '&')
  const links = [...new Set(mail.links.filter((l) => l.part === 'html' && l.url.includes('/t/c/')).map((l) => l.url))]
  const unsubscribe = /<(https?:[^>]+\/u\/[^>]+)>/.exec(header('list-unsubscribe'))?.[1]
  if (!pixel || links.length !== LINKS || !unsubscribe || header('list-unsubscribe-post') !== 'List-Unsubscribe=One-Click') {
    throw demoErrors.DEMO_ANSWER({ detail: `Mail ${mail.id} of the test inbox has ${links.length} counted links of ${LINKS}${pixel ? '' : ', no pixel'}${unsubscribe ? '' : ', no List-Unsubscribe'}.` })
  }
  return { pixel, links, unsubscribe, html }
}
