// track: how many opens and clicks one listener takes. Opens are answered first and durable within 100 ms, clicks are
// durable before the answer. Limit: a node:http server in a process of its own that answers a constant, under the same
// load generator, in turns: many short rounds, and ratios within a round. The 99th percentile of clicks is that of the
// same run, 200 connections at full throttle; beside it, the one at a tenth of the constant's rate (paced). Between rounds
// everything is processed and counted, and at the end nothing may be missing.
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createSigner, type DatabaseConfig } from '../src/kernel/index.ts'
import { buildContact, buildWorkspace, testIds } from '../test/support/db.ts'
import { buildCampaign, buildSentMessages } from '../test/support/events.ts'
import { TEST_SECRETS } from '../test/support/service.ts'
import { interleave, median, pairedRatio, percentile, round, spread, startBenchDatabase, type Bench } from './support.ts'
import type { LoadOrder, LoadResult } from './track/load.ts'
import type { ServerOrder } from './track/server.ts'

const SIZES = { small: { rounds: 7, ms: 1_200, contacts: 500 }, medium: { rounds: 11, ms: 2_500, contacts: 2_000 }, full: { rounds: 15, ms: 8_000, contacts: 5_000 } }
const CONNECTIONS = 200

function start(file: string): ChildProcess {
  return fork(path.join(import.meta.dirname, 'track', file), { execArgv: [] })
}
const ask = <T>(child: ChildProcess, what: object | string): Promise<T> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a child ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (answer) => {
      child.off('exit', onExit)
      resolve(answer as T)
    })
    child.send(what)
  })
async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((r) => child.once('exit', r))
  child.kill('SIGTERM')
  await gone
}

export const run: Bench = async ({ size, say }) => {
  const { rounds, ms, contacts } = SIZES[size]
  const server = await startBenchDatabase({ settings: { max_wal_size: '4GB' } })
  const home = mkdtempSync(path.join(tmpdir(), 'bench-track-'))
  const children: ChildProcess[] = []
  try {
    const { db } = server
    const ids = testIds()
    const ws = await buildWorkspace(db, ids)
    const campaign = await buildCampaign(db, ws, ids, ['https://shop.example/offer', 'https://shop.example/news'])
    const people: string[] = []
    for (let i = 0; i < contacts; i++) people.push(await buildContact(db, ws, ids, { email: `p${i}@example.org`, country: 'US', region: 'CA' }))
    await buildSentMessages(db, ws, campaign, people)
    const signer = createSigner(TEST_SECRETS.signing)
    const link = (kind: 'open' | 'click', contactId: string): string =>
      `/t/${kind === 'open' ? 'o' : 'c'}/${signer.sign(kind, { workspaceId: ws.workspaceId, launchId: campaign.launchId, contactId, seq: '0', linkNo: kind === 'click' ? 1 : 0 })}`
    const paths = { open: people.map((p) => link('open', p)), click: people.map((p) => link('click', p)) }

    const [constant, ingest, load] = [start('server.ts'), start('server.ts'), start('load.ts')]
    children.push(constant, ingest, load)
    const database = db.config('inboxlift_ingest') satisfies DatabaseConfig
    const ports = { constant: (await ask<{ port: number }>(constant, { kind: 'constant' } satisfies ServerOrder)).port, ingest: (await ask<{ port: number }>(ingest, { kind: 'ingest', database, home } satisfies ServerOrder)).port }
    const saturated: number[] = []
    const paced: number[] = []
    const drains: number[] = []
    let taken = 0
    let refused = 0
    let constantRate = 0
    const measure = async (port: number, list: string[], ratePerS?: number): Promise<LoadResult> => ask<LoadResult>(load, { port, connections: CONNECTIONS, warmupMs: 300, ms, paths: list, ...(ratePerS ? { ratePerS } : {}) } satisfies LoadOrder)
    const count = (result: LoadResult, code: string): void => {
      const good = result.status[code] ?? 0
      taken += good
      refused += result.answered + result.warmup - good
    }
    const ours = async (kind: 'open' | 'click'): Promise<number> => {
      const result = await measure(ports.ingest, paths[kind])
      count(result, kind === 'open' ? '200' : '302')
      if (kind === 'click') saturated.push(percentile(result.latenciesUs, 0.99) / 1000)
      const before = performance.now()
      await ask(ingest, 'drain')
      drains.push((result.answered + result.warmup) / ((performance.now() - before + ms) / 1000))
      if (kind === 'click' && constantRate > 0) {
        const calm = await measure(ports.ingest, paths.click, Math.round(constantRate / 10))
        count(calm, '302')
        paced.push(percentile(calm.latenciesUs, 0.99) / 1000)
        say(`   clicks at ${Math.round(constantRate / 10)}/s: 99 % within ${paced.at(-1)!.toFixed(1)} ms; at full throttle ${saturated.at(-1)!.toFixed(1)} ms`)
        await ask(ingest, 'drain')
      }
      return result.answered / (result.ms / 1000)
    }
    const measured = await interleave(rounds, [
      { name: 'constant answer', run: async () => { const r = await measure(ports.constant, paths.open); constantRate = r.answered / (r.ms / 1000); return constantRate } },
      { name: 'opens', run: () => ours('open') },
      { name: 'clicks', run: () => ours('click') },
    ], say)
    const counted = Number((await db.admin.query(`select count(*) from events.email_event`)).rows[0].count)
    const stats = Number((await db.admin.query(`select coalesce(sum(opens + opens_bot + clicks + clicks_bot), 0) as n from events.campaign_stats`)).rows[0].n)
    const [c, o, k] = [measured.get('constant answer')!, measured.get('opens')!, measured.get('clicks')!]
    const p99 = median(saturated)
    return {
      values: { open_per_s: round(o.median, 0), click_per_s: round(k.median, 0), click_p99_ms: round(p99), click_p99_paced_ms: round(median(paced)), processed_per_s: round(median(drains), 0), lost: taken - counted, refused },
      limit: { constant_per_s: round(c.median, 0) },
      ratios: { open_vs_constant: round(pairedRatio(o, c), 3), click_vs_constant: round(pairedRatio(k, c), 3) },
      table: [
        ['what', 'median', 'spread'],
        [`constant answer, node:http, ${CONNECTIONS} connections`, `${c.median.toFixed(0)}/s`, `±${(c.spread * 100).toFixed(0)} %`],
        ['opens (answered first, durable <= 100 ms later)', `${o.median.toFixed(0)}/s`, `±${(o.spread * 100).toFixed(0)} %`],
        ['clicks (durable before the answer)', `${k.median.toFixed(0)}/s`, `±${(k.spread * 100).toFixed(0)} %`],
        ['click, 99th percentile at a tenth of the constant rate', `${median(paced).toFixed(1)} ms`, `±${(spread(paced) * 100).toFixed(0)} %`],
        ['click, 99th percentile at full throttle', `${p99.toFixed(1)} ms`, `±${(spread(saturated) * 100).toFixed(0)} %`],
        ['opens against constant', pairedRatio(o, c).toFixed(2), ''],
        ['clicks against constant', pairedRatio(k, c).toFixed(2), ''],
        ['hits answered / events stored / counted', `${taken} / ${counted} / ${stats}`, refused > 0 ? `${refused} refused` : 'none refused'],
      ],
    }
  } finally {
    await Promise.all(children.map(end))
    await server.stop()
    rmSync(home, { recursive: true, force: true })
  }
}
