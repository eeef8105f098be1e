// Starts server programs so that no failure escapes as an unhandled 'error' event: it always ends in a value.
import { spawn } from 'node:child_process'
import type { ChildProcess, StdioOptions } from 'node:child_process'
import { cleanEnvironment } from './environment.ts'
import type { ServerUser } from './server-user.ts'

export type ProgramExit = { code: number | null; signal: NodeJS.Signals | null; error: Error | null }

export type Program = { child: ChildProcess; pid: number | undefined; exited: Promise<ProgramExit> }

export type ProgramOptions = {
  user: ServerUser
  home: string
  stdio: StdioOptions
  cwd?: string
  env?: Record<string, string>
}

/**
 * Starts `file` as the server's user in a session of its own: Ctrl-C in the terminal reaches us only, and we decide
 * the order of stopping. `exited` never rejects; a program that could not be started at all has `error` set.
 */
export function runProgram(file: string, args: readonly string[], options: ProgramOptions): Program {
  const child = spawn(file, args, {
    uid: options.user.uid,
    gid: options.user.gid,
    cwd: options.cwd ?? '/',
    env: { ...cleanEnvironment(options.home), ...options.env },
    stdio: options.stdio,
    detached: true,
  })
  const exited = new Promise<ProgramExit>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }))
    child.once('exit', (code, signal) => resolve({ code, signal, error: null }))
  })
  return { child, pid: child.pid, exited }
}

/** Runs a program to its end and gives back what it printed. */
export async function runToEnd(file: string, args: readonly string[], options: Omit<ProgramOptions, 'stdio'>): Promise<ProgramExit & { output: string }> {
  const program = runProgram(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [program.child.stdout, program.child.stderr]) {
    stream?.setEncoding('utf8')
    stream?.on('data', (text: string) => (output += text))
  }
  const exit = await program.exited
  return { ...exit, output }
}
