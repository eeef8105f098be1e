// unit: what makes a machine, group commit under pressure, the journal, bursts, targets.
import { mkdtempSync, readdirSync, readFileSync, rmSync, appendFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { testIds } from '../../../test/support/db.ts'
import { burstsOf } from '../ingest/scanner-burst.ts'
import { mailboxProvider } from '../mailbox-provider.ts'
import { createHitBatcher } from './hit-batcher.ts'
import { HIT_BYTES, packHits, unpackHits, writeHit, type Hit, type HitBatch } from './hit.ts'
import { createSigner } from '../../kernel/index.ts'
import { openHitJournal } from './journal.ts'
import { redirectTarget } from './link-targets.ts'
import { isMachine } from './machine.ts'

const signer = createSigner(Buffer.alloc(32, 1))
const AT = 1_700_000_000_000
const token = (contactId: string, workspaceId = '7'): Buffer => Buffer.from(signer.verifyBytes('click', signer.sign('click', { workspaceId, launchId: '1', contactId, seq: '0', linkNo: 1 }))!)
const hit = (contactId: string): Hit => ({ type: 'clicked', launchId: '1', contactId, seq: '0', linkNo: 1, at: AT, isBot: false })
const packed = (...contactIds: string[]): string => {
  const buffer = Buffer.alloc(contactIds.length * HIT_BYTES)
  contactIds.forEach((id, i) => writeHit(buffer, i * HIT_BYTES, token(id), true, AT, false))
  return packHits(buffer, contactIds.length)
}

test.each([
  ['HEAD', [], true],
  ['GET', ['User-Agent', 'Mozilla/5.0'], true], // Apple Mail Privacy Protection
  ['GET', ['User-Agent', 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)'], false],
  ['GET', ['User-Agent', 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html'], false],
  ['GET', ['User-Agent', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)'], false],
  ['GET', ['user-agent', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'], true],
  ['GET', ['user-agent', 'Barracuda Sentinel (EE)'], true],
  ['GET', ['User-Agent', 'Mozilla/5.0 HeadlessChrome/120.0'], true],
  ['GET', ['User-Agent', 'Mozilla/5.0 (Linux) Cubot/1'], false], // a phone
  ['GET', ['Sec-Purpose', 'prefetch;prerender'], true],
  ['GET', ['X-Purpose', 'preview'], true],
  ['GET', [], false],
])('%s %j is a machine: %s', (method, headers, expected) => expect(isMachine(method, headers)).toBe(expected))

test('clicks that come while a write is under way share the next one', async () => {
  const batches: HitBatch[] = []
  let release = (): void => {}
  const batcher = createHitBatcher({ ids: testIds(), store: (b) => new Promise((r) => { batches.push(b); release = r }) })
  const first = batcher.click(token('1'), AT, false)
  await new Promise((r) => setImmediate(r))
  const firstRelease = release
  const second = batcher.click(token('2'), AT, false)
  await new Promise((r) => setTimeout(r, 5))
  const secondRelease = release
  const more = [batcher.click(token('3'), AT, false), batcher.click(token('4', '8'), AT, false), batcher.click(token('5'), AT, false)]
  await new Promise((r) => setTimeout(r, 5))
  expect(batches.map((b) => b.count)).toEqual([1, 1]) // two writes at once, the rest gathers
  firstRelease()
  await first
  await new Promise((r) => setTimeout(r, 5))
  expect(batches.slice(2).map((b) => [b.workspaceId, b.count])).toEqual([['7', 2], ['8', 1]])
  secondRelease()
  await second
  batches.length = 0
  void Promise.all(more)
})

test('too many waiting hits are refused at once, and a failed write fails its clicks only', async () => {
  let fails = true
  const batcher = createHitBatcher({ ids: testIds(), limit: 3, store: () => (fails ? Promise.reject(new Error('disk full')) : Promise.resolve()) })
  const clicks = [batcher.click(token('1'), AT, false), batcher.click(token('2'), AT, false), batcher.click(token('3'), AT, false)]
  await expect(batcher.click(token('4'), AT, false)).rejects.toMatchObject({ code: 'EVENT_QUEUE_FULL' })
  expect(() => batcher.open(token('5'), AT, false)).toThrow('Too many')
  expect((await Promise.allSettled(clicks)).map((r) => r.status)).toEqual(['rejected', 'rejected', 'rejected'])
  fails = false
  await batcher.click(token('6'), AT, false)
  expect(batcher.waiting()).toBe(0)
})

test('opens are stored within the promised time without a click, and flush leaves nothing', async () => {
  const sizes: number[] = []
  const batcher = createHitBatcher({ ids: testIds(), store: async (b) => void sizes.push(b.count) })
  const begin = performance.now()
  for (let i = 0; i < 5; i++) batcher.open(token(String(i)), AT, false)
  while (sizes.length === 0 && performance.now() - begin < 5_000) await new Promise((r) => setTimeout(r, 2))
  expect(sizes).toEqual([5])
  batcher.open(token('9'), AT, false)
  await batcher.flush()
  expect([sizes, batcher.waiting()]).toEqual([[5, 1], 0])
})

test('the journal gives back whole batches, once, and passes over a torn last line', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'journal-'))
  try {
    const journal = openHitJournal(folder)
    const batch = (inboxId: string): HitBatch => ({ workspaceId: '7', receivedAt: new Date(1_700_000_000_000), inboxId, count: 2, packed: packed('1', '2') })
    await Promise.all([journal.write(batch('1')), journal.write(batch('2'))])
    const [file] = readdirSync(folder)
    expect(readFileSync(path.join(folder, file!), 'utf8')).not.toMatch(/Mozilla|@/)
    appendFileSync(path.join(folder, file!), '{"w":"7","r":"2023')
    const taken: HitBatch[] = []
    await expect(journal.replay(async (b) => { taken.push(b); if (taken.length === 2) throw new Error('away') })).rejects.toThrow('away')
    expect(await journal.replay(async (b) => void taken.push(b))).toBe(2)
    expect(taken.map((b) => b.inboxId)).toEqual(['1', '2', '1', '2']) // again from the start: storing twice does no harm
    expect(taken[3]).toEqual(batch('2'))
    expect([readdirSync(folder), await journal.replay(async () => {})]).toEqual([[], 0])
    await journal.write(batch('3'))
    expect(await openHitJournal(folder).replay(async (b) => void taken.push(b))).toBe(1)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('hits survive packing', () => {
  const buffer = Buffer.alloc(2 * HIT_BYTES)
  writeHit(buffer, 0, token('9223372036854775807'), true, AT, false)
  writeHit(buffer, HIT_BYTES, token('2'), false, AT + 1, true)
  expect(unpackHits(packHits(buffer, 2))).toEqual([hit('9223372036854775807'), { ...hit('2'), type: 'opened', at: AT + 1, isBot: true }])
  expect(unpackHits(packed('5', '6', '7')).map((h) => h.contactId)).toEqual(['5', '6', '7'])
  expect(() => unpackHits(packed('5').slice(0, 20))).toThrow('cut off')
})

test('a burst is three different links in five seconds', () => {
  const at = (...list: [number, number][]): { from: number; to: number }[] => burstsOf(list.map(([ms, linkNo]) => ({ at: ms, linkNo })))
  expect(at([0, 1], [100, 2])).toEqual([])
  expect(at([0, 1], [100, 1], [200, 1], [300, 1])).toEqual([])
  expect(at([0, 1], [4_000, 2], [8_000, 3], [12_000, 4])).toEqual([])
  expect(at([300, 3], [0, 1], [100, 2])).toEqual([{ from: 0, to: 300 }])
  expect(at([0, 1], [10, 2], [20, 3], [4_000, 1], [60_000, 1], [60_001, 2], [60_002, 4])).toEqual([{ from: 0, to: 4_000 }, { from: 60_000, to: 60_002 }])
})

test.each([
  ['https://shop.example/a?b=c#d', 'https://shop.example/a?b=c#d'],
  ['https://bücher.example/ü x', 'https://xn--bcher-kva.example/%C3%BC%20x'],
  ['https://shop.example/\r\nSet-Cookie: a=b', 'https://shop.example/Set-Cookie:%20a=b'],
  ['javascript:alert(1)', undefined], ['//evil.example', undefined], ['https:///x', undefined], ['data:text/html,x', undefined], ['', undefined],
])('a redirect to %j leads to %j', (url, expected) => expect(redirectTarget(url)).toBe(expected))

test('mailbox providers are told from the domain', () => {
  expect(['GMAIL.com', 'hotmail.co.uk', 'me.com', 'company.example'].map(mailboxProvider)).toEqual(['gmail', 'microsoft', 'apple', 'other'])
})
