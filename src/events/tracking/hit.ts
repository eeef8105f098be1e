// A hit: somebody loaded the pixel or followed a link. Ids, a time and a flag, nothing a person said or sent. On its way
// through the listener a hit is 36 bytes in a buffer, not an object: tens of thousands a second that live for 50 ms would
// keep the garbage collector busier than the answers (measured: 20 against 8 µs an open).
import type { Id } from '../../kernel/index.ts'
import type { IngestEvent } from '../ingest/ingest-event.ts'

export type Hit = { type: 'opened' | 'clicked'; launchId: Id; contactId: Id; seq: Id; linkNo: number; at: number; isBot: boolean }
/** Hits of one workspace that were stored together; (receivedAt, inboxId) is their key, a hit's place in it its number. */
export type HitBatch = { workspaceId: Id; receivedAt: Date; inboxId: Id; count: number; packed: string }

/** launch, contact, seq: 8 bytes each; link: 2; milliseconds: 6; flags: 1; unused: 3. */
export const HIT_BYTES = 36
const CLICKED = 1
const BOT = 2

/** Writes a hit at `offset`. `token`: the bytes of a verified token (kernel/signing: kind, workspace, launch, contact, seq, link). */
export function writeHit(target: Buffer, offset: number, token: Buffer, isClick: boolean, at: number, isBot: boolean): void {
  token.copy(target, offset, 9, 35) // launch, contact, seq and link stand together there, in this order
  target.writeUIntBE(at, offset + 26, 6)
  target[offset + 32] = (isClick ? CLICKED : 0) | (isBot ? BOT : 0)
  target[offset + 33] = 0
  target[offset + 34] = 0
  target[offset + 35] = 0
}

/** Hits as text, for the inbox and the journal. */
export function packHits(buffer: Buffer, count: number): string {
  return buffer.toString('base64', 0, count * HIT_BYTES)
}

/** The inverse of packHits. Throws for a text that is not whole hits. */
export function unpackHits(text: string): Hit[] {
  const buffer = Buffer.from(text, 'base64')
  if (buffer.length % HIT_BYTES !== 0) throw new Error('hits are cut off')
  return Array.from({ length: buffer.length / HIT_BYTES }, (_, i) => {
    const at = i * HIT_BYTES
    const flags = buffer[at + 32]!
    return {
      type: flags & CLICKED ? 'clicked' : 'opened', launchId: buffer.readBigInt64BE(at).toString(), contactId: buffer.readBigInt64BE(at + 8).toString(), seq: buffer.readBigInt64BE(at + 16).toString(),
      linkNo: buffer.readUInt16BE(at + 24), at: buffer.readUIntBE(at + 26, 6), isBot: (flags & BOT) !== 0,
    }
  })
}

/** The events behind hits; a hit's key is its place in its batch, so that the same batch read twice counts once. */
export function hitEvents(inboxId: Id, hits: readonly Hit[]): IngestEvent[] {
  return hits.map((h, i) => ({
    eventType: h.type, message: { launchId: h.launchId, contactId: h.contactId, seq: h.seq }, providerId: null, eventKey: `hit:${inboxId}:${i}`, remember: false,
    occurredAt: new Date(h.at), linkNo: h.linkNo || null, isBot: h.isBot,
  }))
}
