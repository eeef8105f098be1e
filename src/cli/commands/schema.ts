// inboxlift schema: which version the database has, what is missing, apply it, take it back, who did what.
import type { Command } from 'commander'
import { applyMigrations, fingerprintSchema, lintCatalogue, migrationStepList, planMigrations, roleStatements, schemaState, undoLast } from '../../schema/index.ts'
import { openOperator, withLogin } from '../operator.ts'
import { example, group, run, type CliDeps } from '../program.ts'
import { readRelease } from '../release.ts'
import { cliActor } from '../session.ts'

export function registerSchema(program: Command, deps: CliDeps): void {
  const schema = group(program, 'schema', 'versions of the database schema')
  registerReading(schema, deps)
  registerChanging(schema, deps)
}

function registerReading(schema: Command, deps: CliDeps): void {
  schema.command('status').description('what is applied, what is missing, and the fingerprint').addHelpText('after', example('inboxlift schema status'))
    .action(run(deps, async ({ options, out }) => {
      await withLogin(openOperator(deps.io.env, options), 'inboxlift_owner', async (owner) => {
        const state = await schemaState(owner)
        const fingerprint = (await fingerprintSchema(owner)).toString('hex')
        out.record({ ...state, unknown: state.unknown.map((u) => u.migration), fingerprint })
      })
    }))
  schema.command('plan').description('what apply would do; changes nothing').addHelpText('after', example('inboxlift schema plan'))
    .action(run(deps, async ({ options, out }) => {
      await withLogin(openOperator(deps.io.env, options), 'inboxlift_owner', async (owner) => {
        const rows = (await planMigrations(owner)).map((m) => ({ migration: m.name, ...m.header, phases: Object.keys(m.files).filter((p) => p !== 'undo') }))
        out.table(rows, { migration: 'Migration', phases: 'Phases', reason: 'Reason', locks: 'Locks', duration: 'Duration', destructive: 'Destructive' }, 'Nothing to do: the database fits this release.')
      })
    }))
  schema.command('history').description('every step of every migration: who, when, from where, outcome').option('--limit <n>', 'how many, newest first', '50').addHelpText('after', example('inboxlift schema history --limit 10'))
    .action(run<{ limit: string }>(deps, async ({ options, out }) => {
      await withLogin(openOperator(deps.io.env, options), 'inboxlift_owner', async (owner) => {
        const rows = await migrationStepList.many(owner, { limit: options.limit })
        out.table(rows, { started_at: 'When', migration: 'Migration', phase: 'Phase', operator: 'Who', host: 'Host', release: 'Release', lock_waits: 'Lock waits', outcome: 'Outcome' }, 'No step yet.')
      })
    }))
  schema.command('lint').description('checks the live schema against the rules of the design').addHelpText('after', example('inboxlift schema lint'))
    .action(run(deps, async ({ options, out }) => {
      await withLogin(openOperator(deps.io.env, options), 'inboxlift_owner', async (owner) => {
        const findings = await lintCatalogue(owner)
        out.table(findings, { rule: 'Rule', object: 'Object', message: 'Why' }, 'The schema keeps every rule.')
        if (findings.length > 0) deps.io.setExit(1)
      })
    }))
  schema.command('roles').description('prints the SQL that makes the login roles, for an administrator of a server of your own').addHelpText('after', example('inboxlift schema roles | psql --dbname=postgres'))
    .action(run(deps, async ({ out }) => {
      const statements = roleStatements()
      out.result(statements, () => deps.io.out(`${statements.join(';\n')};\n`))
    }))
}

function registerChanging(schema: Command, deps: CliDeps): void {
  schema.command('apply').description('applies every missing migration; safe to run again and by several at once').addHelpText('after', example('inboxlift schema apply'))
    .action(run(deps, async ({ options, out }) => {
      await withLogin(openOperator(deps.io.env, options), 'inboxlift_owner', async (owner) => {
        const applied = await applyMigrations(owner, { operator: cliActor(), release: readRelease(), onStep: (m, phase) => out.note(`${m}: ${phase}`) })
        out.result({ applied }, () => out.line(applied.length > 0 ? `Applied: ${applied.join(', ')}.` : 'Nothing to do: the database fits this release.'))
      })
    }))
  schema.command('undo').description('takes back the last migration; its data goes with it').addHelpText('after', example('inboxlift schema undo --yes'))
    .action(run(deps, async ({ options, out }) => {
      await withLogin(openOperator(deps.io.env, options), 'inboxlift_owner', async (owner) => {
        const last = (await schemaState(owner)).applied.at(-1)
        if (last === undefined) return out.result({ undone: null }, () => out.line('There is nothing to take back.'))
        await out.confirm(`Take back ${last}? What it holds is deleted.`)
        const undone = await undoLast(owner, { operator: cliActor(), release: readRelease() })
        out.result({ undone }, () => out.line(`Taken back: ${undone}.`))
      })
    }))
}
