// What benchmarks share: a durable throwaway server, interleaved rounds, medians and their spread, the machine.
import { readdirSync, readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { buildTemplate, createTestDatabase, type AdminConnection, type TestDatabase } from '../test/support/db.ts'
import { startTestCluster, type TestCluster, type TestClusterOptions } from '../test/support/cluster.ts'

export type Size = 'small' | 'medium' | 'full'
/** name -> figure, as DESIGN 7 lists them. */
export type Figures = Record<string, number>

export type BenchContext = { readonly size: Size; say(line: string): void }
export type BenchResult = {
  readonly values: Figures
  /** What the same machine did in the same run without us: a bare statement, a raw socket, a peer library. */
  readonly limit: Figures
  readonly ratios: Figures
  /** Rows for people: what, median, spread. Printed above the JSON. */
  readonly table?: readonly (readonly string[])[]
  /** Further facts for the machine object, e.g. server settings. */
  readonly machine?: Record<string, unknown>
}
/** What every bench/<name>.ts exports as `run`. */
export type Bench = (context: BenchContext) => Promise<BenchResult>

export type BenchDatabase = { cluster: TestCluster; admin: AdminConnection; db: TestDatabase; stop(): Promise<void> }

/** A private server with fsync on, with roles, the migrated template and one database from it. Gone at stop(). */
export async function startBenchDatabase(options: TestClusterOptions = {}): Promise<BenchDatabase> {
  const cluster = await startTestCluster({ fsync: true, ...options })
  const { host, port, user, password } = cluster.connection
  const admin = { host, port, user, password }
  await buildTemplate(admin)
  const db = await createTestDatabase(admin)
  return {
    cluster,
    admin,
    db,
    async stop() {
      await db.drop().catch(() => {})
      await cluster.stop()
    },
  }
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!
}

/** Half the distance between the extremes, as a share of the median. */
export function spread(numbers: readonly number[]): number {
  return (Math.max(...numbers) - Math.min(...numbers)) / 2 / median(numbers)
}

export type Contestant = { readonly name: string; run(round: number): Promise<number> }
export type Measured = { readonly name: string; readonly all: readonly number[]; readonly median: number; readonly spread: number }

/** Runs contestants in turns, the order reversed every other round, so that a slow minute of the machine hits all alike. */
export async function interleave(rounds: number, contestants: readonly Contestant[], say: (line: string) => void = () => {}): Promise<Map<string, Measured>> {
  const all = new Map<string, number[]>(contestants.map((c) => [c.name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const c of round % 2 === 0 ? contestants : contestants.toReversed()) {
      const figure = await c.run(round)
      all.get(c.name)!.push(figure)
      say(`round ${round + 1}/${rounds}  ${c.name.padEnd(24)} ${figure.toFixed(1)}`)
    }
  }
  return new Map([...all].map(([name, list]) => [name, { name, all: list, median: median(list), spread: spread(list) }]))
}

/** Median over the rounds of a/b taken in the same round: what the machine did meanwhile cancels out. */
export function pairedRatio(a: Measured, b: Measured): number {
  return median(a.all.map((x, i) => x / b.all[i]!))
}

export function machineFacts(): Record<string, unknown> {
  return { cpus: cpus().length, cpu: cpus()[0]?.model.trim() ?? 'unknown', memory_gb: Math.round(totalmem() / 2 ** 30), node: process.version, platform: `${process.platform}-${process.arch}` }
}

export const round = (n: number, digits = 2): number => Number(n.toFixed(digits))

/** CPU seconds that processes have used so far (Linux; 0 elsewhere). A busy machine changes clocks, not this. */
export function cpuSeconds(pids: readonly number[]): number {
  let ticks = 0
  for (const pid of pids) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
      ticks += Number(fields[11]) + Number(fields[12])
    } catch {
      // not Linux, or the process is gone
    }
  }
  return ticks / 100
}

/** A process and its children, as /proc knows them. */
export function withChildren(pid: number): number[] {
  try {
    const children = readdirSync('/proc').filter((n) => /^\d+$/.test(n)).filter((n) => {
      try {
        return readFileSync(`/proc/${n}/stat`, 'utf8').split(') ')[1]!.split(' ')[1] === String(pid)
      } catch {
        return false
      }
    })
    return [pid, ...children.map(Number)]
  } catch {
    return [pid]
  }
}
