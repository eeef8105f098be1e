// Where hits go while the database is away: one file of JSON lines per process, fsynced before a click is answered,
// read back when the database returns. Ids, times and flags only; no address, no name, no user agent.
import { mkdir, open, readdir, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { unpackHits, type HitBatch } from './hit.ts'

export type HitJournal = {
  /** Keeps a batch; resolves when it is on disk. */
  write(batch: HitBatch): Promise<void>
  /**
   * Hands every kept batch of ended processes and of this one to `store`, oldest first, and deletes what was taken.
   * Stops at the first failure; the rest stays. `store` must take the same batch twice without harm. Answers how many.
   */
  replay(store: (batch: HitBatch) => Promise<void>): Promise<number>
  close(): Promise<void>
}

const NAME = /^hits-(\d+)-[a-z0-9]+\.jsonl(\.replay)?$/

type Line = { w: string; r: string; i: string; h: string }
const toLine = (b: HitBatch): string => `${JSON.stringify({ w: b.workspaceId, r: b.receivedAt.toISOString(), i: b.inboxId, h: b.packed } satisfies Line)}\n`
function fromLine(text: string): HitBatch | undefined {
  try {
    const line = JSON.parse(text) as Line
    return { workspaceId: line.w, receivedAt: new Date(line.r), inboxId: line.i, count: unpackHits(line.h).length, packed: line.h }
  } catch {
    return undefined // the last line of a process that was killed while writing: it was never confirmed
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A living process reads its own file back within seconds; one untouched for a minute is of a process whose number was given again. */
async function isLeft(file: string): Promise<boolean> {
  return Date.now() - (await stat(file)).mtimeMs > 60_000
}

/** Opens the journal of this process in `folder`; the file is made with the first batch. */
export function openHitJournal(folder: string): HitJournal {
  let file: FileHandle | undefined
  let name = ''
  let tail: Promise<unknown> = Promise.resolve()
  /** One at a time: a batch is never written into a file that is being read back. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = tail.then(work, work)
    tail = next.catch(() => {})
    return next
  }
  const openFile = async (): Promise<FileHandle> => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    name = path.join(folder, `hits-${process.pid}-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}.jsonl`)
    const made = await open(name, 'ax', 0o600)
    const dir = await open(folder, 'r')
    await dir.sync() // the name itself must survive, too
    await dir.close()
    return made
  }
  const closeFile = async (): Promise<void> => {
    await file?.close()
    file = undefined
  }
  return {
    write: (batch) => inTurn(async () => {
      file ??= await openFile()
      await file.appendFile(toLine(batch))
      await file.datasync()
    }),
    replay: (store) => inTurn(async () => {
      const names = (await readdir(folder).catch(() => [])).filter((n) => NAME.test(n)).sort()
      let taken = 0
      for (const found of names) {
        const pid = Number(NAME.exec(found)![1])
        if (pid !== process.pid && isAlive(pid) && !(await isLeft(path.join(folder, found)))) continue
        await closeFile()
        const from = path.join(folder, found)
        const claimed = found.endsWith('.replay') ? from : `${from}.replay`
        if (claimed !== from) await rename(from, claimed)
        for (const line of (await readFile(claimed, 'utf8')).split('\n')) {
          const batch = line === '' ? undefined : fromLine(line)
          if (!batch) continue
          await store(batch)
          taken += 1
        }
        await rm(claimed)
      }
      return taken
    }),
    close: () => inTurn(closeFile),
  }
}
