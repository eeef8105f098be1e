// The command line on a test database, in this process: what it printed, and its exit code.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { formatDatabaseUrl } from '../../src/kernel/index.ts'
import { runProgram } from '../../src/cli/program.ts'
import type { Io } from '../../src/cli/output.ts'
import { TEST_ROOT_KEY, type TestDatabase } from './db.ts'

export type CliAnswer = { code: number; out: string; err: string; json: any }
export type TestCli = {
  /** `run('key', 'list')`; --json is parsed into `json`. */
  run(...argv: string[]): Promise<CliAnswer>
  home: string
  stop(): void
}

/** A home folder with the key files of test databases; `stdin` is what commands read from standard input. */
export function createTestCli(db: TestDatabase, options: { stdin?: string; env?: NodeJS.ProcessEnv } = {}): TestCli {
  const home = mkdtempSync(path.join(tmpdir(), 'il-cli-'))
  const secret = (name: string, text: string): void => writeFileSync(path.join(home, 'secrets', name), text, { mode: 0o600 })
  mkdirSync(path.join(home, 'secrets', 'roles'), { recursive: true })
  secret('superuser.password', 'unused')
  secret('root.key', TEST_ROOT_KEY.toString('base64'))
  secret('signing.key', Buffer.alloc(32, 5).toString('base64'))
  secret('cookie.key', Buffer.alloc(32, 6).toString('base64'))
  secret('inbox.token', 'test-inbox-token')
  secret(path.join('roles', 'inboxlift_api'), 'unused')
  const env = { ...options.env, INBOXLIFT_HOME: home, INBOXLIFT_DATABASE_URL: formatDatabaseUrl(db.config('inboxlift_api')) }
  return {
    home,
    stop: () => rmSync(home, { recursive: true, force: true }),
    async run(...argv) {
      const answer = { code: 0, out: '', err: '', json: undefined as unknown }
      const io: Io = {
        env,
        isInteractive: false,
        out: (text) => void (answer.out += text),
        err: (text) => void (answer.err += text),
        readStdin: async () => Buffer.from(options.stdin ?? ''),
        setExit: (code) => void (answer.code = code),
      }
      await runProgram(argv, 'test', io)
      if (argv.includes('--json')) answer.json = JSON.parse(answer.out) as unknown
      return answer
    },
  }
}
