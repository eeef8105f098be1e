// The compared senders, each run in a process of its own: nodemailer's pool that composes and sends, with and without
// DKIM; and our own client fed with ready-made messages.
//
//   OTHER='{"kind":"nodemailer","port":2525,"messages":5000,"connections":20}' node bench/send/others.ts
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import nodemailer from 'nodemailer'
import { SmtpPool } from '../../src/delivery/transports/index.ts'
import { compileBenchMail, partsMaker, recipient } from './mail.ts'

type Job = { kind: 'nodemailer' | 'ready_made'; port: number; messages: number; connections: number; dkimKey?: string }

async function nodemailerPool(job: Job): Promise<number> {
  const parts = partsMaker(await compileBenchMail())
  const transport = nodemailer.createTransport({
    pool: true, host: '127.0.0.1', port: job.port, secure: false, ignoreTLS: true, maxConnections: job.connections, maxMessages: Infinity,
    ...(job.dkimKey ? { dkim: { domainName: 'sender.example', keySelector: 's1', privateKey: job.dkimKey } } : {}),
  })
  const startedAt = performance.now()
  let next = 0
  // as many in hand as the pool can use: it queues the rest itself, and 5,000 composed mails in memory help nobody
  const one = async (): Promise<void> => {
    while (next < job.messages) {
      const i = next++
      await transport.sendMail({ from: '"Sender" <news@sender.example>', to: recipient(i), ...parts(i), envelope: { from: `b${'a'.repeat(48)}@bounce.localhost`, to: recipient(i) } })
    }
  }
  await Promise.all(Array.from({ length: job.connections * 2 }, one))
  const seconds = (performance.now() - startedAt) / 1000
  transport.close()
  return job.messages / seconds
}

async function readyMade(job: Job): Promise<number> {
  const content = await compileBenchMail()
  const parts = partsMaker(content)
  const composed = await nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail({ from: '"Sender" <news@sender.example>', to: recipient(0), ...parts(0) })
  const data = composed.message as Buffer
  const pool = new SmtpPool({ host: '127.0.0.1', port: job.port, tls: 'off', connections: job.connections, maxPerConnection: 1_000_000 })
  const startedAt = performance.now()
  let next = 0
  const one = async (): Promise<void> => {
    while (next < job.messages) {
      const to = recipient(next++)
      const outcome = await pool.send({ envelope: { from: `b${'a'.repeat(48)}@bounce.localhost`, to }, data, clean: true })
      if (outcome.kind !== 'sent') throw new Error(outcome.text)
    }
  }
  await Promise.all(Array.from({ length: job.connections * 2 }, one))
  const seconds = (performance.now() - startedAt) / 1000
  await pool.close()
  return job.messages / seconds
}

/** Messages per second of one run in a fresh process. */
export function runOther(job: Job): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), { env: { ...process.env, OTHER: JSON.stringify(job) } })
    child.on('message', (m) => resolve(m as number))
    child.on('exit', (code) => code !== 0 && reject(new Error(`${job.kind} ended with ${code}`)))
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const job = JSON.parse(process.env.OTHER ?? '{}') as Job
  const perSecond = job.kind === 'nodemailer' ? await nodemailerPool(job) : await readyMade(job)
  if (process.env.BENCH_CPU) console.error(`${job.kind}: CPU ms a message ${((process.cpuUsage().user + process.cpuUsage().system) / 1000 / job.messages).toFixed(3)}`)
  process.send?.(perSecond, () => process.exit(0))
}
