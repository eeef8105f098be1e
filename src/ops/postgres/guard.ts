// The server must not outlive us. Node cannot ask the kernel for that, so a small shell waits on a pipe from us:
// when the pipe breaks (we were killed), it shuts the server down.
import type { ChildProcess } from 'node:child_process'
import { runProgram } from './run-program.ts'
import type { ServerUser } from './server-user.ts'

// The line "done" means: stopped in order, nothing to do. End of file means: our starter is dead.
// Fast shutdown gets a minute, then immediate. A zombie (some containers have no init that reaps) counts as gone.
const SCRIPT = `
read -r word && exit 0
kill -INT "$1" 2>/dev/null
n=0
while kill -0 "$1" 2>/dev/null; do
  case "$(cat "/proc/$1/stat" 2>/dev/null)" in *') Z '*) exit 0 ;; esac
  n=$((n + 1))
  [ "$n" -eq 300 ] && kill -QUIT "$1" 2>/dev/null
  [ "$n" -ge 350 ] && exit 1
  sleep 0.2
done
`

export type Guard = { pid: number | undefined; release(): void }

/**
 * Watches over server `pid` on behalf of this process; `dataDir` only names it in process lists. Call `release` once the server has stopped.
 * Without /bin/sh there is no guard; the next start then stops the leftover.
 */
export function startGuard(pid: number, dataDir: string, user: ServerUser): Guard {
  const program = runProgram('/bin/sh', ['-c', SCRIPT, 'inboxlift-guard', String(pid), dataDir], {
    user,
    home: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const child: ChildProcess = program.child
  child.unref()
  child.stdin?.on('error', () => {}) // the guard may be gone first
  ;(child.stdin as unknown as { unref?(): void } | null)?.unref?.()
  return { pid: program.pid, release: () => child.stdin?.end('done\n') }
}
