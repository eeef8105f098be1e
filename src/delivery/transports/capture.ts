// A transport that delivers nowhere: keeps what it is given in memory or in a folder. For tests and dry runs.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wireAddress } from './smtp-envelope.ts'
import type { Outcome, OutgoingMessage, Transport } from './transport.ts'

export type CapturedMail = { readonly from: string; readonly to: readonly string[]; readonly data: Buffer }

export type CaptureOptions = {
  readonly name?: string
  /** Folder for `<n>.eml`; without it mails stay in memory only. */
  readonly folder?: string
  /** Decides an outcome other than `sent` before anything is kept. */
  readonly outcomeFor?: (message: OutgoingMessage) => Partial<Outcome> | null
}

export class CaptureTransport implements Transport {
  readonly name: string
  readonly mails: CapturedMail[] = []
  readonly #options: CaptureOptions
  readonly #listeners = new Set<() => void>()
  #isClosed = false

  constructor(options: CaptureOptions = {}) {
    this.name = options.name ?? 'capture'
    this.#options = options
  }

  get idleSlots(): number {
    return this.#isClosed ? 0 : 100
  }

  onSlot(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async send(message: OutgoingMessage): Promise<Outcome> {
    const outcome = await this.#decide(message)
    for (const listener of this.#listeners) listener()
    return outcome
  }

  async close(): Promise<void> {
    this.#isClosed = true
  }

  async #decide(message: OutgoingMessage): Promise<Outcome> {
    if (this.#isClosed) return result({ kind: 'not_sent', phase: 'queue', text: 'the transport is closed' })
    if (message.signal?.aborted) return result({ kind: 'not_sent', phase: 'queue', text: 'cancelled by the caller' })
    const to = typeof message.envelope.to === 'string' ? [message.envelope.to] : message.envelope.to
    if (to.length === 0 || to.some((a) => a === '' || wireAddress(a) === null)) return result({ kind: 'refused', phase: 'rcpt', code: 553, enhanced: '5.1.3', text: 'the recipient is not a valid address' })
    const other = this.#options.outcomeFor?.(message)
    if (other && other.kind !== 'sent') return result({ local: false, ...other })
    return this.#keep(message, to)
  }

  async #keep(message: OutgoingMessage, to: readonly string[]): Promise<Outcome> {
    try {
      const data = typeof message.data === 'function' ? await message.data() : message.data
      const n = this.mails.push({ from: message.envelope.from, to, data })
      const { folder } = this.#options
      if (folder) {
        await mkdir(folder, { recursive: true })
        await writeFile(join(folder, `${n}.eml`), data)
      }
      return result({ kind: 'sent', phase: 'dot', code: 250, enhanced: '2.0.0', text: '2.0.0 kept', local: false, dataStarted: true, finalDotSent: true })
    } catch (error) {
      return result({ kind: 'not_sent', phase: 'compose', text: error instanceof Error ? error.message : String(error) })
    }
  }
}

function result(facts: Partial<Outcome>): Outcome {
  return { kind: 'not_sent', code: null, enhanced: null, text: '', phase: 'queue', server: 'capture', latencyMs: 0, local: true, dataStarted: false, finalDotSent: false, recipients: [], ...facts }
}
