// The file of the demo: rows as people really keep them, and what must become of each. Row i is decided by seed and i
// alone, so a longer file of the same seed begins with the shorter one.
import { parseAddress } from '../kernel/index.ts'
import { DOMAINS, FIRST_NAMES, INTERESTS, LAST_NAMES, PLACES } from './people-data.ts'
import { chance, pick } from './random.ts'
import { brokenRow } from './broken-rows.ts'

/** Names of mailboxes at which the test inbox misbehaves, and what that means for a message. */
export const MAILBOXES = {
  unknown: 'refused_hard', 'mailbox-full': 'refused_soft', spam: 'refused_soft', '550': 'refused_hard',
  greylisted: 'deferred', '451': 'deferred', bounce: 'bounce_later', complain: 'complain_later', autoreply: 'autoreply', 'slow-250': 'normal',
} as const
export type Fate = (typeof MAILBOXES)[keyof typeof MAILBOXES]

/** A row that must become (or already is) a contact. */
export type DemoPerson = {
  no: number
  /** Normalised, as the installation knows it. */
  email: string
  firstName: string
  country: string
  region: string
  language: string
  interest: string
  fate: Fate
}

export type DemoFile = {
  bytes: Buffer
  rows: number
  people: DemoPerson[]
  duplicates: number
  /** Row number to the rule that refuses it. */
  rejects: Map<number, string>
}

export const COLUMNS = ['E-Mail', 'First name', 'Last name', 'Country', 'State', 'City', 'Language', 'Interest', 'Points', 'Notes'] as const
export const INTEREST = 'demo_interest'
export const POINTS = 'demo_points'
export const MAPPING: Readonly<Record<(typeof COLUMNS)[number], string>> = {
  'E-Mail': 'email', 'First name': 'first_name', 'Last name': 'last_name', Country: 'country', State: 'region', City: 'city', Language: 'language',
  Interest: `attribute:${INTEREST}`, Points: `attribute:${POINTS}`, Notes: 'ignore',
}

type Row = { cells: string[]; raw?: string; person?: DemoPerson; rule?: string }

/** Pattern of awkward rows, by their place among 200: two in a hundred repeat somebody, one is broken, two are special mailboxes. */
const BLOCK = 200
const REPEATS = new Set([9, 59, 109, 159])
const BROKEN = new Set([23, 123])
const SPECIAL = new Set([31, 81, 131, 181])

/** Makes the file. Rows: at least a few hundred, or some kinds are missing. */
export function makeFile(rows: number, seed: number): DemoFile {
  const people: DemoPerson[] = []
  const rejects = new Map<number, string>()
  const lines: string[] = [COLUMNS.map(quoted).join(',')]
  let duplicates = 0
  for (let i = 0; i < rows; i++) {
    const row = makeRow(i, seed)
    lines.push(row.raw ?? row.cells.map(cell).join(','))
    if (i % 97 === 50) lines.push(i % 2 === 0 ? '' : ','.repeat(COLUMNS.length - 1)) // rows without text are no rows
    if (row.rule) rejects.set(i + 1, row.rule)
    else if (row.person) people.push(row.person)
    else duplicates++
  }
  return { bytes: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`), rows, people, duplicates, rejects }
}

function makeRow(i: number, seed: number): Row {
  const place = i % BLOCK
  if (REPEATS.has(place)) return { cells: cellsOf(i - 2, seed).cells.map((c, column) => (column === 0 ? c.toUpperCase() : c)) }
  if (BROKEN.has(place)) return brokenRow(cellsOf(i, seed).cells, Math.floor(i / BLOCK) * BROKEN.size + (place > 100 ? 1 : 0), i)
  return cellsOf(i, seed)
}

function cellsOf(i: number, seed: number): Row & { person: DemoPerson } {
  const isSpecial = SPECIAL.has(i % BLOCK)
  const mailboxes = Object.keys(MAILBOXES) as (keyof typeof MAILBOXES)[]
  const mailbox = isSpecial ? mailboxes[(Math.floor(i / BLOCK) * SPECIAL.size + Math.floor((i % BLOCK) / 50)) % mailboxes.length]! : undefined
  const key = (what: string): string => `${what}/${i}`
  const firstName = pick(FIRST_NAMES, seed, key('first'))
  const at = isSpecial ? PLACES[0] : pick(PLACES, seed, key('place'))
  const interest = chance(seed, key('has')) < 0.8 ? pick(INTERESTS, seed, key('interest')) : ''
  const address = mailbox ? `${mailbox}+${seed}.${i}@example.com` : addressOf(i, seed, firstName)
  const notes = i % 13 === 0 ? `Said "call me", then:\nnot on Mondays; ${at.city}` : i % 17 === 0 ? 'a; b, c\td' : ''
  const name = i % 41 === 0 ? `  ${firstName} "${firstName[0]}"  ` : firstName
  return {
    cells: [i % 29 === 0 ? ` ${address} ` : address, name, pick(LAST_NAMES, seed, key('last')), at.country, at.region, at.city, at.language, interest, chance(seed, key('points')) < 0.5 ? String(i % 500) : '', notes],
    person: { no: i + 1, email: normalised(address), firstName: name.trim(), country: at.code, region: at.regionCode, language: at.language === 'Deutsch' ? 'de' : at.language, interest, fate: mailbox ? MAILBOXES[mailbox] : 'normal' },
  }
}

function addressOf(i: number, seed: number, firstName: string): string {
  const domain = DOMAINS[i % 11 === 0 ? 4 + (i % 3) : i % 4]!
  if (i % 53 === 5) return `"demo person ${seed}.${i}"@example.org` // quoted local part
  if (i % 67 === 6) return `käthe.${seed}.${i}@${domain}` // needs SMTPUTF8
  const name = firstName.normalize('NFD').replaceAll(/[^A-Za-z]/g, '') || 'reader'
  return `${i % 7 === 0 ? name.toUpperCase() : name}.${seed}.${i}${i % 19 === 0 ? '+news' : ''}@${i % 23 === 0 ? domain.toUpperCase() : domain}`
}

function normalised(address: string): string {
  const parsed = parseAddress(address)
  if (!parsed.ok) throw new Error(`the demo made a bad address: ${parsed.rule}`)
  return parsed.address.normalised
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
const cell = (text: string): string => (/[",\r\n;\t]|^\s|\s$/.test(text) ? quoted(text) : text)
