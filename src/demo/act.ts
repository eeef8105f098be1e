// Step: people, mail programs and gateways do what their role says, over the real doors; some of it twice, some of it forged.
import type { ReceivedMail } from './collect-mails.ts'
import type { DemoRun } from './deps.ts'
import { BROWSER, GATEWAY, openBrowser, PREFETCHER, type Browser } from './browser.ts'
import { demoErrors } from './errors.ts'
import type { KnownPerson } from './import-file.ts'
import { readLetter, type Letter } from './read-letter.ts'
import { roleOf, type Role } from './roles.ts'
import type { Tally } from './tally.ts'
import { each } from './wait.ts'

const AT_ONCE = 16
/** One in so many readers also tries a tampered link. */
const FORGE_EVERY = 100

export type Reader = { person: KnownPerson; mail: ReceivedMail; role: Role }

/** Everybody who got the mail, with what they are going to do. */
export function readersOf(demo: DemoRun, people: readonly KnownPerson[], mails: readonly ReceivedMail[]): Reader[] {
  const byId = new Map(people.map((p) => [p.contactId, p]))
  return mails.flatMap((mail) => {
    const person = byId.get(mail.contactId)
    return person ? [{ person, mail, role: roleOf(person, demo.seed, demo.run) }] : []
  })
}

/** Opens, clicks, unsubscribes. Each act counts only when it was answered as it must be. Throws DEMO_ANSWER. */
export async function actByWeb(demo: DemoRun, readers: readonly Reader[], tally: Tally): Promise<void> {
  const active = readers.filter((r) => !['silent', 'report'].includes(r.role.kind))
  const step = demo.tell('People', active.length)
  const browser = openBrowser(demo.url)
  let done = 0
  try {
    await each(active, AT_ONCE, async ({ person, mail, role }, index) => {
      const letter = readLetter(await demo.inbox.get(mail.inboxId))
      tally.read += 1
      if (greets(letter, person)) tally.ownGreeting += 1
      await play(browser, role, person, letter, tally)
      if (index % FORGE_EVERY === 0) await forge(browser, letter, tally)
      step.update(++done)
    })
  } finally {
    browser.close()
  }
  tally.requests += browser.requests
  step.done(`${browser.requests.toLocaleString('en')} requests: ${tally.openers.size.toLocaleString('en')} people opened, ${tally.clickers.size.toLocaleString('en')} clicked, ${tally.unsubscribed.size} left`)
}

function greets(letter: Letter, person: KnownPerson): boolean {
  const text = letter.html.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&amp;', '&')
  return text.includes(`Hello ${person.firstName},`)
}

async function play(browser: Browser, role: Role, person: KnownPerson, letter: Letter, tally: Tally): Promise<void> {
  switch (role.kind) {
    case 'reader':
      for (let i = 0; i < role.opens; i++) await open(browser, letter, person, tally)
      for (const no of role.clicks) await click(browser, letter, no, person, tally)
      for (let i = 0; i < role.unsubscribes; i++) {
        await must(browser.request(letter.unsubscribe, { method: 'POST', body: 'List-Unsubscribe=One-Click' }), 200, 'an unsubscription')
        tally.unsubscribed.add(person.contactId)
      }
      return
    case 'prefetch':
      await must(browser.request(letter.pixel, { agent: PREFETCHER }), 200, 'a pixel')
      tally.opensBot += 1
      return
    case 'open_scanner':
      await must(browser.request(letter.links[0]!, { agent: GATEWAY }), 302, 'a link')
      tally.clicksBot += 1
      return
    case 'scanner':
      // A gateway looks at the page behind List-Unsubscribe, too; looking must change nothing.
      await must(browser.request(letter.pixel, { method: 'HEAD' }), 200, 'a pixel')
      await Promise.all(letter.links.map((url) => must(browser.request(url, { agent: BROWSER }), 302, 'a link')))
      await must(browser.request(letter.unsubscribe), 200, 'the unsubscribe page')
      tally.opensBot += 1
      tally.clicksBot += letter.links.length
      return
    default:
  }
}

async function open(browser: Browser, letter: Letter, person: KnownPerson, tally: Tally): Promise<void> {
  await must(browser.request(letter.pixel), 200, 'a pixel')
  tally.opens += 1
  tally.openers.add(person.contactId)
}

async function click(browser: Browser, letter: Letter, no: number, person: KnownPerson, tally: Tally): Promise<void> {
  await must(browser.request(letter.links[no - 1]!), 302, 'a link')
  tally.clicks += 1
  tally.clickers.add(person.contactId)
  tally.byLink.set(no, (tally.byLink.get(no) ?? 0) + 1)
}

/** Tokens with one character changed: nobody's pixel, link or unsubscription. */
async function forge(browser: Browser, letter: Letter, tally: Tally): Promise<void> {
  const attempts = [browser.request(tamper(letter.pixel)), browser.request(tamper(letter.links[0]!)), browser.request(tamper(letter.unsubscribe), { method: 'POST', body: 'List-Unsubscribe=One-Click' })]
  for (const status of await Promise.all(attempts)) {
    tally.forged += 1
    if (status === 404) tally.refused += 1
  }
}

/** Changes one character in the middle of the last part of a URL, to another one in either case. */
export function tamper(url: string): string {
  const at = Math.floor((url.lastIndexOf('/') + url.length) / 2)
  return url.slice(0, at) + (url[at]?.toUpperCase() === 'A' ? 'B' : 'A') + url.slice(at + 1)
}

async function must(answer: Promise<number>, status: number, what: string): Promise<void> {
  const given = await answer
  if (given !== status) throw demoErrors.DEMO_ANSWER({ detail: `Asked for ${what}, the answer was ${given} and not ${status}.` })
}
