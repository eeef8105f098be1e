// Load generator, a process of its own: keep-alive connections on node:net, one request at a time on each, no pipelining.
// Without a rate every connection asks again as soon as it is answered. With one, requests fall due at even intervals and
// their latency counts from that moment, so that a slow answer is not hidden by asking less (coordinated omission).
import { connect, type Socket } from 'node:net'

export type LoadOrder = { port: number; connections: number; warmupMs: number; ms: number; paths: string[]; ratePerS?: number }
export type LoadResult = { answered: number; warmup: number; ms: number; status: Record<string, number>; latenciesUs: number[] }

function requestsOf(paths: readonly string[]): Buffer[] {
  return paths.map((p) => Buffer.from(`GET ${p} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0 (Windows NT 10.0) Thunderbird/128.0\r\nAccept: image/*\r\n\r\n`))
}

/** Length of the answer at the head of a buffer, or 0 when it is not whole yet. */
function answerLength(buffer: Buffer): number {
  const end = buffer.indexOf('\r\n\r\n')
  if (end < 0) return 0
  const length = Number(/content-length: (\d+)/i.exec(buffer.toString('latin1', 0, end))?.[1] ?? 0)
  return buffer.length >= end + 4 + length ? end + 4 + length : 0
}

export async function load(order: LoadOrder): Promise<LoadResult> {
  const requests = requestsOf(order.paths)
  const status: Record<string, number> = {}
  const latencies: number[] = []
  let [answered, warmup, next] = [0, 0, 0]
  let usual = 0
  const begin = performance.now()
  const from = begin + order.warmupMs
  const until = from + order.ms
  const intervalMs = order.ratePerS ? (order.connections / order.ratePerS) * 1000 : 0
  const drive = (socket: Socket, no: number, done: () => void): void => {
    let sentAt = 0
    let dueAt = begin + (intervalMs * no) / order.connections
    let rest: Buffer | undefined
    const sendWhenDue = (): void => {
      const wait = intervalMs === 0 ? 0 : dueAt - performance.now()
      if (wait > 0.5) setTimeout(send, wait)
      else send()
    }
    const send = (): void => {
      const now = performance.now()
      sentAt = intervalMs === 0 ? now : dueAt
      dueAt += intervalMs
      if (now >= until) {
        socket.end()
        return done()
      }
      socket.write(requests[next++ % requests.length]!)
    }
    socket.on('data', (chunk: Buffer) => {
      const buffer = rest ? Buffer.concat([rest, chunk]) : chunk
      // Answers of one kind have one length: only the first is taken apart.
      if (buffer.length !== usual) {
        const length = answerLength(buffer)
        if (length === 0) return void (rest = buffer)
        usual = length
      }
      rest = undefined
      const now = performance.now()
      const code = buffer.toString('latin1', 9, 12)
      if (sentAt >= from) {
        answered += 1
        latencies.push(Math.round((now - sentAt) * 1000))
      } else warmup += 1
      status[code] = (status[code] ?? 0) + 1
      sendWhenDue()
    })
    socket.on('error', done)
    socket.on('connect', sendWhenDue)
  }
  await Promise.all(Array.from({ length: order.connections }, (_, no) => new Promise<void>((done) => drive(connect({ port: order.port, host: '127.0.0.1', noDelay: true }), no, done))))
  return { answered, warmup, ms: order.ms, status, latenciesUs: latencies }
}

if (import.meta.main) {
  process.on('message', (order: LoadOrder) => void load(order).then((result) => process.send!(result)))
}
