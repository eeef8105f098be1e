// A hit: somebody loaded the pixel or followed a link. Ids, a time and a flag, nothing a person said or sent.
import type { Id } from '../../kernel/index.ts'
import type { IngestEvent } from '../ingest/ingest-event.ts'

export type Hit = { type: 'opened' | 'clicked'; launchId: Id; contactId: Id; seq: Id; linkNo: number; at: number; isBot: boolean }
/** Hits of one workspace that were stored together; (receivedAt, inboxId) is their key, a hit's place in it its number. */
export type HitBatch = { workspaceId: Id; receivedAt: Date; inboxId: Id; hits: Hit[] }

type Packed = [0 | 1, Id, Id, Id, number, number, 0 | 1]

/** Hits as text, for the inbox and the journal. */
export function packHits(hits: readonly Hit[]): string {
  return JSON.stringify(hits.map((h): Packed => [h.type === 'clicked' ? 1 : 0, h.launchId, h.contactId, h.seq, h.linkNo, h.at, h.isBot ? 1 : 0]))
}

/** The inverse of packHits. */
export function unpackHits(text: string): Hit[] {
  return (JSON.parse(text) as Packed[]).map(([type, launchId, contactId, seq, linkNo, at, bot]) => ({ type: type === 1 ? 'clicked' : 'opened', launchId, contactId, seq, linkNo, at, isBot: bot === 1 }))
}

/** The events behind hits; a hit's key is its place in its batch, so that the same batch read twice counts once. */
export function hitEvents(inboxId: Id, hits: readonly Hit[]): IngestEvent[] {
  return hits.map((h, i) => ({
    eventType: h.type, message: { launchId: h.launchId, contactId: h.contactId, seq: h.seq }, providerId: null, eventKey: `hit:${inboxId}:${i}`, remember: false,
    occurredAt: new Date(h.at), linkNo: h.linkNo || null, isBot: h.isBot,
  }))
}
