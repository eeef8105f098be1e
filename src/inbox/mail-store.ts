// Keeps received mails as files: one .eml each, and an index that says what they are. Answered means written: a mail is on
// disk (in the file system's hands, not fsynced) before its 250. Old ones go when there are too many.
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, unlinkSync, writeFileSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readHeaders } from './read-headers.ts'
import type { ReceivedMail } from './smtp-session.ts'

/** What the index knows of a mail. */
export type MailSummary = {
  /** Rises with every mail; sorts by time. */
  readonly id: string
  readonly receivedAt: string
  /** Envelope. */
  readonly from: string
  readonly to: readonly string[]
  /** Headers. */
  readonly subject: string
  readonly fromHeader: string
  readonly messageId: string
  readonly bytes: number
  /** False when the recipient's name said to keep it without answering. */
  readonly answered: boolean
}

export type MailQuery = {
  readonly limit?: number
  /** Id of the last mail of the page before: older ones follow. */
  readonly cursor?: string
  /** Parts of a recipient, of the subject, or of either; case does not matter. */
  readonly to?: string
  readonly subject?: string
  readonly q?: string
}

export type MailPage = { readonly mails: readonly MailSummary[]; readonly next: string | null; readonly total: number }

export type StoreLimits = { readonly maxMails: number; readonly maxBytes: number }

const PER_FOLDER = 1000
const MAX_PAGE = 200

export class MailStore {
  readonly #folder: string
  readonly #indexFile: string
  readonly #limits: StoreLimits
  /** Oldest first; the first `#gone` are removed. */
  #mails: MailSummary[] = []
  #gone = 0
  #bytes = 0
  #next = 1
  #index: number
  #madeFolder = -1

  /** Opens (or makes) the store. Mails of a former process are there; half-written ones were never answered and go. */
  constructor(folder: string, limits: StoreLimits) {
    this.#folder = folder
    this.#limits = limits
    this.#indexFile = join(folder, 'index.ndjson')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#load()
    this.#index = openSync(this.#indexFile, 'a', 0o600)
  }

  get count(): number {
    return this.#mails.length - this.#gone
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Writes the mail, then its line in the index. Throws when the disk does not take it. */
  keep(mail: ReceivedMail, answered: boolean, at: Date): MailSummary {
    const n = this.#next++
    this.#makeFolder(n)
    const headers = new Map(readHeaders(mail.data).map(([k, v]) => [k.toLowerCase(), v]))
    const summary: MailSummary = {
      id: idOf(n),
      receivedAt: at.toISOString(),
      from: mail.from,
      to: mail.to,
      subject: headers.get('subject') ?? '',
      fromHeader: headers.get('from') ?? '',
      messageId: headers.get('message-id') ?? '',
      bytes: mail.data.length,
      answered,
    }
    writeFileSync(this.#file(summary.id), mail.data, { mode: 0o600 })
    writeSync(this.#index, `${JSON.stringify(summary)}\n`)
    this.#mails.push(summary)
    this.#bytes += summary.bytes
    this.#trim()
    return summary
  }

  /** Newest first. */
  list(query: MailQuery = {}): MailPage {
    const limit = Math.min(MAX_PAGE, Math.max(1, query.limit ?? 50))
    const matches = matcher(query)
    const mails: MailSummary[] = []
    let total = 0
    let hasMore = false
    for (let i = this.#mails.length - 1; i >= this.#gone; i--) {
      const m = this.#mails[i] as MailSummary
      if (!matches(m)) continue
      total++
      if (query.cursor !== undefined && m.id >= query.cursor) continue
      if (mails.length < limit) mails.push(m)
      else hasMore = true
    }
    return { mails, next: hasMore ? (mails.at(-1)?.id ?? null) : null, total }
  }

  find(id: string): MailSummary | null {
    const i = this.#search(id)
    const m = this.#mails[i]
    return m?.id === id && i >= this.#gone ? m : null
  }

  /** The bytes as received, or null when it is not (or no longer) there. */
  async raw(id: string): Promise<Buffer | null> {
    return this.find(id) ? readFile(this.#file(id)).catch(() => null) : null
  }

  /** Removes all mails. Ids go on rising. */
  clear(): void {
    closeSync(this.#index)
    for (const name of readdirSync(this.#folder)) if (/^\d+$/.test(name)) rmSync(join(this.#folder, name), { recursive: true, force: true })
    this.#mails = []
    this.#gone = 0
    this.#bytes = 0
    this.#madeFolder = -1
    this.#rewriteIndex()
    this.#index = openSync(this.#indexFile, 'a', 0o600)
  }

  close(): void {
    closeSync(this.#index)
  }

  #search(id: string): number {
    let low = this.#gone
    let high = this.#mails.length
    while (low < high) {
      const mid = (low + high) >> 1
      if ((this.#mails[mid] as MailSummary).id < id) low = mid + 1
      else high = mid
    }
    return low
  }

  #file(id: string): string {
    return join(this.#folder, folderOf(Number(id)), `${id}.eml`)
  }

  #makeFolder(n: number): void {
    const number = Math.floor(n / PER_FOLDER)
    if (number === this.#madeFolder) return
    mkdirSync(join(this.#folder, folderOf(n)), { recursive: true, mode: 0o700 })
    this.#madeFolder = number
  }

  #trim(): void {
    while (this.count > 1 && (this.count > this.#limits.maxMails || this.#bytes > this.#limits.maxBytes)) {
      const m = this.#mails[this.#gone] as MailSummary
      this.#gone++
      this.#bytes -= m.bytes
      try {
        unlinkSync(this.#file(m.id))
      } catch {
        // somebody tidied the folder by hand: gone is gone
      }
      if (Number(m.id) % PER_FOLDER === PER_FOLDER - 1) removeEmpty(join(this.#folder, folderOf(Number(m.id))))
    }
    if (this.#gone > 1000 && this.#gone * 2 > this.#mails.length) this.#compact()
  }

  #compact(): void {
    this.#mails = this.#mails.slice(this.#gone)
    this.#gone = 0
    closeSync(this.#index)
    this.#rewriteIndex()
    this.#index = openSync(this.#indexFile, 'a', 0o600)
  }

  /** First line: the highest number ever given, so that ids never come twice. */
  #rewriteIndex(): void {
    const lines = [JSON.stringify({ last: this.#next - 1 }), ...this.#mails.slice(this.#gone).map((m) => JSON.stringify(m))]
    writeFileSync(`${this.#indexFile}.new`, `${lines.join('\n')}\n`, { mode: 0o600 })
    renameSync(`${this.#indexFile}.new`, this.#indexFile)
  }

  #load(): void {
    const lines = existsSync(this.#indexFile) ? readFileSync(this.#indexFile, 'utf8').split('\n') : []
    for (const line of lines) {
      const entry = parseLine(line)
      if (!entry) continue
      if ('last' in entry) this.#next = Math.max(this.#next, entry.last + 1)
      else {
        this.#mails.push(entry)
        this.#next = Math.max(this.#next, Number(entry.id) + 1)
      }
    }
    const files = this.#files()
    this.#mails = this.#mails.filter((m) => files.delete(m.id))
    this.#bytes = this.#mails.reduce((sum, m) => sum + m.bytes, 0)
    for (const id of files) {
      this.#next = Math.max(this.#next, Number(id) + 1)
      rmSync(this.#file(id), { force: true })
    }
    this.#rewriteIndex()
  }

  #files(): Set<string> {
    const found = new Set<string>()
    for (const folder of readdirSync(this.#folder)) {
      if (!/^\d+$/.test(folder)) continue
      for (const name of readdirSync(join(this.#folder, folder))) if (name.endsWith('.eml')) found.add(name.slice(0, -4))
    }
    return found
  }
}

function parseLine(line: string): MailSummary | { last: number } | null {
  if (line === '') return null
  try {
    return JSON.parse(line) as MailSummary | { last: number }
  } catch {
    // the last line of a process that was killed while writing it: that mail was not answered
    return null
  }
}

const idOf = (n: number): string => String(n).padStart(12, '0')
const folderOf = (n: number): string => String(Math.floor(n / PER_FOLDER)).padStart(9, '0')

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // not empty, or not there
  }
}

function matcher(query: MailQuery): (m: MailSummary) => boolean {
  const lower = (s: string | undefined): string => (s ?? '').toLowerCase()
  const [to, subject, q] = [lower(query.to), lower(query.subject), lower(query.q)]
  const inTo = (m: MailSummary, part: string): boolean => m.to.some((a) => a.toLowerCase().includes(part))
  const inSubject = (m: MailSummary, part: string): boolean => m.subject.toLowerCase().includes(part)
  return (m) => (to === '' || inTo(m, to)) && (subject === '' || inSubject(m, subject)) && (q === '' || inTo(m, q) || inSubject(m, q) || m.from.toLowerCase().includes(q))
}
