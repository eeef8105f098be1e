// inboxlift user | key | workspace | member: people, API keys, customers.
import type { Command } from 'commander'
import { toPublicId, fromPublicId } from '../../kernel/index.ts'
import {
  createApiKey, createUser, createWorkspace, isRole, isScope, listApiKeys, listMembers, listUsers, listWorkspaces, normaliseLogin, platformErrors, removeMember, resetUser, revokeApiKey, ROLES, SCOPE_NAMES, SCOPES, setMember, setUserState, slugOf, type Role, type ScopeName,
} from '../../platform/index.ts'
import { createFurnisher } from '../../provision/index.ts'
import { cliErrors } from '../errors.ts'
import { collect, example, group, run, type CliDeps } from '../program.ts'

export function registerPlatform(program: Command, deps: CliDeps): void {
  registerUsers(group(program, 'user', 'people who operate this installation'), deps)
  registerMembers(group(program, 'member', 'who may do what in a workspace'), deps)
  registerKeys(group(program, 'key', 'API keys of a workspace'), deps)
  registerWorkspaces(group(program, 'workspace', 'customers of this installation'), deps)
}

const ONE_TIME = 'Shown this once; it has to be changed at the first sign-in.'

function registerUsers(user: Command, deps: CliDeps): void {
  user.command('list').description('everybody who can sign in').addHelpText('after', example('inboxlift user list'))
    .action(run(deps, async ({ open, out }) => {
      const users = await listUsers((await open()).platform)
      out.table(users.map((u) => ({ login: u.login, name: u.name, state: u.state, must_change_password: u.mustChangePassword, locked_until: u.lockedUntil, since: u.createdAt })), { login: 'Login', name: 'Name', state: 'State', must_change_password: 'Must change password', locked_until: 'Locked until' })
    }))
  user.command('create <login>').description('a new person with a one-time password, member of the workspace').option('--name <name>', 'shown name (default: the login)').option('--role <role>', `one of ${ROLES.join(', ')}`, 'marketer')
    .addHelpText('after', example('inboxlift user create ann@example.org --name "Ann" --role marketer'))
    .action(run<{ name?: string; role: string }>(deps, async ({ open, out, options }, login) => {
      const role = parseRole(options.role)
      const { platform, scope } = await open()
      const made = await createUser(platform, scope, { login: login!, name: options.name ?? login! })
      await setMember(platform, scope, made.userId, role)
      out.result({ login: made.login, password: made.password, role }, () => out.line(`${made.login}   password  ${made.password}\n${ONE_TIME}`))
    }))
  user.command('reset <login>').description('gives access back without mail: new one-time password, unlocked, enabled, sessions ended').addHelpText('after', example('inboxlift user reset admin --yes'))
    .action(run(deps, async ({ open, out }, login) => {
      await out.confirm(`Give ${login} a new password and end all sessions?`)
      const { platform, scope } = await open()
      const reset = await resetUser(platform, scope, login!)
      out.result(reset, () => out.line(`${reset.login}   password  ${reset.password}\n${ONE_TIME}`))
    }))
  user.command('disable <login>').description('ends all sessions and refuses sign-in').addHelpText('after', example('inboxlift user disable ann@example.org --yes'))
    .action(run(deps, async ({ open, out }, login) => {
      await out.confirm(`Disable ${login}?`)
      const { platform, scope } = await open()
      await setUserState(platform, scope, login!, 'disabled')
      out.result({ login: normaliseLogin(login!), state: 'disabled' }, () => out.line(`${login} can no longer sign in. \`inboxlift user reset ${login}\` takes it back.`))
    }))
}

function registerMembers(member: Command, deps: CliDeps): void {
  member.command('list').description('who works in the workspace').addHelpText('after', example('inboxlift member list --workspace main'))
    .action(run(deps, async ({ open, out }) => {
      const { platform, workspaceId } = await open()
      out.table((await listMembers(platform, workspaceId)).map((m) => ({ login: m.login, name: m.name, role: m.role, state: m.state, since: m.since })), { login: 'Login', name: 'Name', role: 'Role', state: 'State', since: 'Since' })
    }))
  member.command('set <login> <role>').description('gives a person a role in the workspace, or changes it').addHelpText('after', example('inboxlift member set ann@example.org analyst'))
    .action(run(deps, async ({ open, out }, login, role) => {
      const { platform, scope } = await open()
      await setMember(platform, scope, await userIdOf(platform, login!), parseRole(role!))
      out.result({ login, role }, () => out.line(`${login} is ${role} now.`))
    }))
  member.command('remove <login>').description('takes a person out of the workspace').addHelpText('after', example('inboxlift member remove ann@example.org --yes'))
    .action(run(deps, async ({ open, out }, login) => {
      await out.confirm(`Take ${login} out of the workspace?`)
      const { platform, scope } = await open()
      await removeMember(platform, scope, await userIdOf(platform, login!))
      out.result({ login, removed: true }, () => out.line(`${login} is no member any more.`))
    }))
}

async function userIdOf(platform: Parameters<typeof listUsers>[0], login: string): Promise<string> {
  const user = (await listUsers(platform)).find((u) => u.login === normaliseLogin(login))
  if (!user) throw platformErrors.USER_NOT_FOUND()
  return user.userId
}

function parseRole(text: string): Role {
  if (!isRole(text)) throw cliErrors.CLI_USAGE({ detail: `A role is one of ${ROLES.join(', ')}.` })
  return text
}

function registerKeys(key: Command, deps: CliDeps): void {
  key.command('create').description('a new key; its text is shown once').requiredOption('--name <name>', 'what it is for').option('--scope <scope>', 'what it may do; can be repeated (default: everything)', collect, []).option('--expires <date>', 'end of validity, e.g. 2027-01-31')
    .addHelpText('after', `\nScopes:\n${SCOPE_NAMES.map((s) => `  ${s.padEnd(18)} ${SCOPES[s]}`).join('\n')}\n${example('inboxlift key create --name "Shop" --scope contacts:read --scope contacts:write')}`)
    .action(run<{ name: string; scope: string[]; expires?: string }>(deps, async ({ open, out, options }) => {
      const scopes = options.scope.length === 0 ? [...SCOPE_NAMES] : options.scope.map(parseScope)
      const expiresAt = options.expires === undefined ? undefined : parseDate(options.expires)
      const { platform, scope } = await open()
      const made = await createApiKey(platform, scope, { name: options.name, scopes, expiresAt })
      out.result({ id: toPublicId('key', made.apiKeyId), key: made.key, scopes }, () => out.line(`${made.key}\nShown this once. Use it as: Authorization: Bearer ${made.key.slice(0, 8)}…`))
    }))
  key.command('list').description('keys of the workspace, newest first, without their secret part').addHelpText('after', example('inboxlift key list'))
    .action(run(deps, async ({ open, out }) => {
      const { pool, workspaceId } = await open()
      const keys = await listApiKeys(pool, workspaceId)
      out.table(keys.map((k) => ({ id: toPublicId('key', k.apiKeyId), name: k.name, hint: k.hint, scopes: k.scopes, used_at: k.usedAt, expires_at: k.expiresAt, revoked_at: k.revokedAt })), { id: 'Id', name: 'Name', hint: 'Begins', used_at: 'Last used', expires_at: 'Expires', revoked_at: 'Revoked' }, 'No key yet: `inboxlift key create --name …`.')
    }))
  key.command('revoke <id>').description('ends a key at once').addHelpText('after', example('inboxlift key revoke key_0abc… --yes'))
    .action(run(deps, async ({ open, out }, id) => {
      const apiKeyId = fromPublicId('key', id!)
      await out.confirm(`Revoke ${id}? Whoever uses it is refused at once.`)
      const { platform, scope } = await open()
      await revokeApiKey(platform, scope, apiKeyId)
      out.result({ id, revoked: true }, () => out.line(`${id} is revoked.`))
    }))
}

function parseScope(text: string): ScopeName {
  if (!isScope(text)) throw cliErrors.CLI_USAGE({ detail: `There is no scope ${text}.` })
  return text
}

function parseDate(text: string): Date {
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59Z` : text)
  if (Number.isNaN(date.getTime())) throw cliErrors.CLI_USAGE({ detail: 'A date looks like 2027-01-31.' })
  return date
}

function registerWorkspaces(workspace: Command, deps: CliDeps): void {
  workspace.command('list').description('all workspaces').addHelpText('after', example('inboxlift workspace list'))
    .action(run(deps, async ({ open, out }) => {
      const all = await listWorkspaces((await open()).platform)
      out.table(all.map((w) => ({ id: toPublicId('wsp', w.workspaceId), slug: w.slug, name: w.name, timezone: w.timezone, state: w.state, since: w.createdAt })), { slug: 'Short name', name: 'Name', timezone: 'Time zone', state: 'State', since: 'Since' })
    }))
  workspace.command('create <name>').description('another customer with keys, gate, sources and a list of its own').option('--slug <slug>', 'short name (default: made from the name)').option('--timezone <zone>', 'IANA time zone', 'UTC').option('--owner <login>', 'who owns it (default: nobody yet)')
    .addHelpText('after', example('inboxlift workspace create "North" --timezone Europe/Oslo --owner admin'))
    .action(run<{ slug?: string; timezone: string; owner?: string }>(deps, async ({ open, out, options }, name) => {
      const { platform, scope, secrets, config } = await open()
      const slug = options.slug ?? slugOf(name!)
      const owner = options.owner === undefined ? undefined : await userIdOf(platform, options.owner)
      const workspaceId = await createWorkspace(platform, scope, secrets.root, { name: name!, slug, timezone: options.timezone }, createFurnisher(platform.ids, config))
      if (owner !== undefined) await setMember(platform, { ...scope, workspaceId }, owner, 'owner')
      out.result({ id: toPublicId('wsp', workspaceId), slug }, () => out.line(`Workspace ${slug} is ready. Choose it with --workspace ${slug}.`))
    }))
}
