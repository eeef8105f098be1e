// bench send: one worker process with every durable write, against a nodemailer pool that composes and sends the same
// mails to the same sink without any database, and against our own client fed with ready-made messages.
import { generateKeyPairSync } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { buildWorkspace, TEST_ROOT_KEY, testIds, type TestWorkspace } from '../test/support/db.ts'
import { buildContacts, buildLaunch, until } from '../test/support/delivery.ts'
import { startSendWorker, type SendWorkerProcess } from '../test/support/send-worker.ts'
import { startSmtpSink, type SmtpSink } from '../test/support/smtp-sink.ts'
import type { IdSource } from '../src/kernel/index.ts'
import { BENCH_TEMPLATE, recipient } from './send/mail.ts'
import { runOther } from './send/others.ts'
import { cpuSeconds, interleave, median, pairedRatio, round, startBenchDatabase, withChildren, type Bench, type BenchDatabase, type Measured } from './support.ts'

const CONNECTIONS = 20
const MESSAGES = { small: 5_000, medium: 20_000, full: 100_000 } as const
const ROUNDS = 3

type World = { bench: BenchDatabase; ws: TestWorkspace; ids: IdSource; contacts: string[]; sink: SmtpSink; messages: number; wal: number[]; perTurn: number[]; cpu: { worker: number; server: number; sink: number }[] }

export const run: Bench = async ({ size, say }) => {
  const messages = MESSAGES[size]
  const sink = await startSmtpSink()
  const bench = await startBenchDatabase(process.env.BENCH_PG_LOG ? { settings: { log_min_duration_statement: 0 } } : {})
  try {
    const ids = testIds()
    const ws = await buildWorkspace(bench.db, ids, { port: sink.port })
    say(`writing ${messages} contacts`)
    const contacts = await buildContacts(bench.db, ws, ids, Array.from({ length: messages }, (_, i) => ({ email: recipient(i), firstName: `Name${i}`, attributes: { number: i } })))
    await bench.db.admin.query('update contacts.contact set city = $1, country = $2, region = $3', ['Springfield', 'US', 'CA'])
    await bench.db.admin.query('vacuum analyze')
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } })
    const world: World = { bench, ws, ids, contacts, sink, messages, wal: [], perTurn: [], cpu: [] }
    const other = { port: sink.port, messages, connections: CONNECTIONS }
    const names = (process.env.BENCH_ONLY ?? '').split(',').filter(Boolean)
    const all = [
      { name: 'ours', run: () => ourRun(world, null) },
      { name: 'nodemailer', run: () => runOther({ ...other, kind: 'nodemailer' }) },
      { name: 'ready_made', run: () => runOther({ ...other, kind: 'ready_made', messages: messages * 4 }) },
      { name: 'ours_dkim', run: () => ourRun(world, privateKey) },
      { name: 'nodemailer_dkim', run: () => runOther({ ...other, kind: 'nodemailer', messages: Math.ceil(messages / 2), dkimKey: privateKey }) },
    ].filter((c) => names.length === 0 || names.includes(c.name))
    const m = await interleave(Number(process.env.BENCH_ROUNDS ?? ROUNDS), all, say)
    return report(m, world)
  } finally {
    await sink.stop()
    if (process.env.BENCH_PG_LOG) copyFileSync(bench.cluster.logFile, process.env.BENCH_PG_LOG)
    await bench.stop()
  }
}

/** Messages per second from the moment the launch may send until its last outcome is committed, by the server's clock. */
async function ourRun(world: World, dkimKey: string | null): Promise<number> {
  const { bench, ws, ids, contacts } = world
  const { db } = bench
  await setDkim(world, dkimKey)
  const messages = dkimKey === null ? contacts.length : Math.ceil(contacts.length / 2) // signing takes its time
  const launch = await buildLaunch(db, ws, ids, contacts.slice(0, messages), { template: BENCH_TEMPLATE, state: 'paused' })
  await db.admin.query('checkpoint')
  const worker = await warmWorker(world)
  try {
    const cpu = cpuProbe(world, worker)
    const before = await db.admin.query<{ lsn: string }>('select pg_current_wal_lsn()::text lsn')
    const started = await db.admin.query<{ at: Date }>(`update campaigns.launch set state = 'sending' where launch_id = $1 returning clock_timestamp() as at`, [launch.launchId])
    await db.admin.query(`insert into delivery.workspace_due (queue, workspace_id, due_at) values ('send', $1, now()) on conflict (queue, workspace_id) do update set due_at = excluded.due_at`, [ws.workspaceId])
    await until('all settled', async () => (await db.admin.query(`select 1 from delivery.message where launch_id = $1 and state not in ('sent', 'failed', 'bounced') limit 1`, [launch.launchId])).rowCount === 0, 120_000)
    const end = await db.admin.query<{ at: Date; sent: number; turns: number; wal: string }>(
      `select max(finished_at) as at, count(*) filter (where outcome = 'sent')::int sent, count(distinct started_at)::int turns, pg_wal_lsn_diff(pg_current_wal_lsn(), $2::pg_lsn)::text wal from delivery.attempt where launch_id = $1`, [launch.launchId, before.rows[0]!.lsn])
    if (end.rows[0]!.sent !== messages) throw new Error(`${end.rows[0]!.sent} of ${messages} were sent`)
    if (dkimKey === null) world.cpu.push(cpu())
    if (dkimKey === null) world.perTurn.push(messages / end.rows[0]!.turns)
    if (dkimKey === null) world.wal.push(Number(end.rows[0]!.wal) / messages)
    return messages / ((end.rows[0]!.at.getTime() - started.rows[0]!.at.getTime()) / 1000)
  } finally {
    await worker.stop()
  }
}

/** CPU milliseconds a message: worker, PostgreSQL with all its processes, sink. */
function cpuProbe({ bench, sink, messages }: World, worker: SendWorkerProcess): () => World['cpu'][number] {
  const server = withChildren(bench.cluster.pid()!)
  const read = () => ({ worker: cpuSeconds([worker.pid]), server: cpuSeconds(server), sink: cpuSeconds([sink.process.pid!]) })
  const before = read()
  return () => {
    const now = read()
    const per = (k: keyof typeof now): number => ((now[k] - before[k]) * 1000) / messages
    return { worker: per('worker'), server: per('server'), sink: per('sink') }
  }
}

async function warmWorker({ bench }: World): Promise<SendWorkerProcess> {
  const worker = startSendWorker({
    database: bench.db.config('inboxlift_sender'), rootKey: TEST_ROOT_KEY.toString('hex'), signingKey: Buffer.alloc(32, 3).toString('hex'), name: `bench-${Date.now()}`,
    config: { INBOXLIFT_SEND_CONNECTIONS: CONNECTIONS },
  })
  await worker.ready
  await new Promise((r) => setTimeout(r, 300))
  return worker
}

async function setDkim({ bench, ws, ids }: World, key: string | null): Promise<void> {
  const q = (text: string, values: unknown[]): Promise<unknown> => bench.db.admin.query(text, values)
  await q('delete from delivery.dkim_key where workspace_id = $1', [ws.workspaceId])
  if (key === null) return
  const domainId = ids.next()
  await q('delete from delivery.sending_domain where workspace_id = $1', [ws.workspaceId])
  await q(`insert into delivery.sending_domain (workspace_id, domain_id, domain, state, created_by) values ($1, $2, 'sender.example', 'verified', 'bench')`, [ws.workspaceId, domainId])
  const sealed = ws.keyring.encrypt({ table: 'delivery.dkim_key', column: 'private_ct', rowKey: `${domainId}/s1` }, key)
  await q(`insert into delivery.dkim_key (workspace_id, domain_id, selector, algorithm, private_ct, public_key, state) values ($1, $2, 's1', 'rsa-sha256', $3, '', 'active')`, [ws.workspaceId, domainId, sealed])
}

function report(m: Map<string, Measured>, world: World): Awaited<ReturnType<Bench>> {
  const get = (name: string): Measured => m.get(name) ?? { name, all: [Number.NaN], median: Number.NaN, spread: Number.NaN }
  const ratio = (a: string, b: string): number => round(pairedRatio(get(a), get(b)))
  const wal = world.wal.length === 0 ? Number.NaN : world.wal.toSorted((a, b) => a - b)[world.wal.length >> 1]!
  return {
    values: { msgs_per_s: round(get('ours').median, 0), msgs_per_s_dkim: round(get('ours_dkim').median, 0), wal_bytes_per_msg: round(wal, 0) },
    limit: { nodemailer_msgs_per_s: round(get('nodemailer').median, 0), nodemailer_dkim_msgs_per_s: round(get('nodemailer_dkim').median, 0), ready_made_msgs_per_s: round(get('ready_made').median, 0) },
    ratios: { vs_nodemailer: ratio('ours', 'nodemailer'), vs_nodemailer_dkim: ratio('ours_dkim', 'nodemailer_dkim'), vs_ready_made: ratio('ours', 'ready_made') },
    table: [['sender', 'messages/s', 'spread'], ...[...m.values()].map((x) => [x.name, x.median.toFixed(0), `±${(x.spread * 100).toFixed(0)} %`]), ['WAL bytes a message', wal.toFixed(0), ''], ['messages begun a transaction', median(world.perTurn).toFixed(1), ''], ...(['worker', 'server', 'sink'] as const).map((k) => [`CPU ms a message: ${k}`, median(world.cpu.map((c) => c[k])).toFixed(3), ''])],
    machine: { connections: CONNECTIONS, messages: world.messages },
  }
}
