// The command line: `inboxlift <room> <verb>`. Each room registers its commands in commands/<room>.ts:
//
//   export function registerKeys(program: Command, deps: CliDeps): void {
//     const key = group(program, 'key', 'API keys')
//     key.command('list')
//       .description('API keys of the workspace')
//       .addHelpText('after', example('inboxlift key list'))
//       .action(run(deps, async ({ open, out }) => {
//         const { pool, scope } = await open()                    // closed for you, also after a failure
//         out.table(await listKeys(pool, scope.workspaceId), { name: 'Name', scopes: 'Scopes' }, 'No key yet.')
//       }))
//   }
//
// Global options work before and after the verb: --json, --yes, --workspace SLUG, --home DIR.
import { Command, CommanderError } from 'commander'
import { commandTable } from './commands/index.ts'
import { createOutput, processIo, reportFailure, type Io, type Output } from './output.ts'
import { openSession, type CliSession } from './session.ts'

export type GlobalOptions = { json?: boolean; yes?: boolean; workspace?: string; home?: string }

/** What commands get. */
export type CliDeps = {
  io: Io
  /** Connects to the installation. Throws CLI_NOT_RUNNING, DATABASE_UNAVAILABLE, CLI_WORKSPACE_UNKNOWN. */
  open: (options: GlobalOptions) => Promise<CliSession>
}

export type CommandContext<O> = {
  /** The command's own options and the global ones. */
  options: O & GlobalOptions
  out: Output
  io: Io
  /** The running installation, opened once per command and closed at its end. */
  open: () => Promise<CliSession>
}

type Handler<O, A extends unknown[]> = (context: CommandContext<O>, ...args: A) => Promise<void>

/** Makes a commander action: options, output, session, and failures turned into a sentence and an exit code. */
export function run<O extends object = object, A extends unknown[] = string[]>(deps: CliDeps, handler: Handler<O, A>): (...args: unknown[]) => Promise<void> {
  return async (...all) => {
    const command = all.at(-1) as Command
    const args = all.slice(0, -2) as A
    const options = command.optsWithGlobals<O & GlobalOptions>()
    const out = createOutput(deps.io, { json: options.json === true, yes: options.yes === true })
    let session: Promise<CliSession> | undefined
    try {
      await handler({ options, out, io: deps.io, open: () => (session ??= deps.open(options)) }, ...args)
    } catch (thrown) {
      deps.io.setExit(reportFailure(deps.io, out.isJson, thrown))
    } finally {
      await session?.then((s) => s.close(), () => {})
    }
  }
}

/** The group of a room, e.g. `key` in `inboxlift key list`; made once, shared by whoever adds verbs. */
export function group(program: Command, name: string, description: string): Command {
  return program.commands.find((c) => c.name() === name) ?? program.command(name).description(description)
}

/** Help text with an example line. */
export function example(...lines: string[]): string {
  return `\nExample:\n${lines.map((l) => `  $ ${l}`).join('\n')}\n`
}

/** Collects a repeatable option: `.option('--scope <scope>', '…', collect, [])`. */
export function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

/**
 * Builds the program. Only the modules that the first word needs are loaded, so that `explain` stays fast; without a
 * known first word (help) all of them are.
 */
export async function buildProgram(argv: readonly string[], deps: CliDeps, release: string): Promise<Command> {
  const program = new Command('inboxlift')
    .description('The e-mail backbone: contacts, consent, campaigns, delivery, events and reports in one PostgreSQL.')
    .version(release)
    .option('--json', 'print JSON')
    .option('--yes', 'do not ask before something that cannot be taken back')
    .option('--workspace <slug>', 'short name of the workspace (default: the only one, or the first)')
    .option('--home <dir>', 'folder of the installation (default: INBOXLIFT_HOME or .inboxlift)')
    .showHelpAfterError('(add --help for the usage)')
    .exitOverride()
    .configureOutput({ writeOut: deps.io.out, writeErr: deps.io.err })
  const word = argv.find((a, i) => !a.startsWith('-') && !['--workspace', '--home'].includes(argv[i - 1] ?? ''))
  const wanted = commandTable.filter((m) => word !== undefined && m.commands.includes(word))
  for (const module of wanted.length > 0 ? wanted : commandTable) (await module.load())(program, deps)
  for (const command of allCommands(program)) command.exitOverride().configureOutput({ writeOut: deps.io.out, writeErr: deps.io.err })
  return program
}

/** The command and everything below it. */
export function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)]
}

/** Runs one command line; sets the exit code. `argv` without node and script. */
export async function runProgram(argv: readonly string[], release: string, io: Io = processIo): Promise<void> {
  const deps: CliDeps = { io, open: (options) => openSession(io.env, options) }
  try {
    const program = await buildProgram(argv, deps, release)
    if (argv.length === 0) {
      program.outputHelp()
      return
    }
    await program.parseAsync([...argv], { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError) io.setExit(thrown.exitCode === 0 ? 0 : 2)
    else io.setExit(reportFailure(io, argv.includes('--json'), thrown))
  }
}
