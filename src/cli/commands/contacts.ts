// inboxlift contacts | lists: people and the lists they are on. Addresses come on standard input, never as arguments:
// those stand in the process list and in the shell's history.
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import type { Command } from 'commander'
import { z } from 'zod'
import {
  addToList, CONTACT_STATUSES, contactContext, contactErrors, createContact, createList, exportContacts, findByEmail, findList, getContact, getLists, listContacts, listsOfContact, removeFromList, upsertContact,
  type ContactStatus,
} from '../../contacts/index.ts'
import { fromPublicId, toPublicId, withWorkspace, type Id, type Tx } from '../../kernel/index.ts'
import { cliErrors } from '../errors.ts'
import { example, group, run, type CliDeps } from '../program.ts'
import type { CliSession } from '../session.ts'

export function registerContacts(program: Command, deps: CliDeps): void {
  registerPeople(group(program, 'contacts', 'people: look up, create, list, export'), deps)
  registerLists(group(program, 'lists', 'lists of contacts'), deps)
}

const status = (text: string | undefined): ContactStatus | undefined => {
  if (text === undefined) return undefined
  if (!(CONTACT_STATUSES as readonly string[]).includes(text)) throw cliErrors.CLI_USAGE({ detail: `A status is one of ${CONTACT_STATUSES.join(', ')}.` })
  return text as ContactStatus
}

/** A list by public id or name. Throws LIST_NOT_FOUND. */
export async function chooseList(tx: Tx, workspaceId: Id, name: string): Promise<Id> {
  const listId = /^lst_[0-9a-z]{13}$/.test(name) ? fromPublicId('lst', name) : await findList(tx, workspaceId, name)
  if (listId === undefined) throw contactErrors.LIST_NOT_FOUND()
  return listId
}

const person = z.strictObject({
  email: z.string(), status: z.enum(CONTACT_STATUSES).optional(), first_name: z.string().nullish(), last_name: z.string().nullish(), phone: z.string().nullish(), country: z.string().nullish(), region: z.string().nullish(), city: z.string().nullish(),
  timezone: z.string().nullish(), language: z.string().nullish(), external_id: z.string().optional(), attributes: z.record(z.string(), z.unknown()).optional(),
})

function readPerson(text: string): z.output<typeof person> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw cliErrors.CLI_USAGE({ detail: 'Standard input is no JSON object.', cause })
  }
  const result = person.safeParse(json)
  if (!result.success) throw cliErrors.CLI_USAGE({ detail: `${result.error.issues[0]?.path.join('.') || 'The object'}: ${result.error.issues[0]?.message}.` })
  return result.data
}

async function show({ pool, scope, keyrings, ids, clock }: CliSession, contactId: Id): Promise<Record<string, unknown>> {
  const context = await contactContext({ keyrings, ids, clock }, scope)
  return withWorkspace(pool, scope, async (tx) => {
    const c = await getContact(tx, context, contactId)
    const lists = await listsOfContact(tx, scope.workspaceId, c.contactId)
    return {
      id: toPublicId('con', c.contactId), email: c.email, status: c.status, first_name: c.firstName, last_name: c.lastName, phone: c.phone, country: c.country, region: c.region, city: c.city, timezone: c.timezone, language: c.language,
      attributes: c.attributes, lists: lists.map((l) => l.name), created_at: c.createdAt, updated_at: c.updatedAt, last_sent_at: c.lastSentAt, version: c.version,
    }
  })
}

function registerPeople(contacts: Command, deps: CliDeps): void {
  contacts.command('get <contact>').description('one contact by id, or with - by the address on standard input')
    .addHelpText('after', example('inboxlift contacts get con_0abc…', 'echo ann@example.org | inboxlift contacts get -'))
    .action(run(deps, async ({ open, out, io }, contact) => {
      const session = await open()
      if (contact !== '-') return out.record(await show(session, fromPublicId('con', contact)))
      const email = (await io.readStdin()).toString('utf8').trim()
      const context = await contactContext(session, session.scope)
      const found = await withWorkspace(session.pool, session.scope, (tx) => findByEmail(tx, context, email))
      if (found === undefined) throw contactErrors.CONTACT_NOT_FOUND()
      out.record(await show(session, found))
    }))

  contacts.command('create').description('creates the contact that is a JSON object on standard input').option('--upsert', 'change the contact when the address exists')
    .addHelpText('after', example(`echo '{"email":"ann@example.org","first_name":"Ann"}' | inboxlift contacts create`))
    .action(run<{ upsert?: boolean }>(deps, async ({ open, out, io, options }) => {
      const p = readPerson((await io.readStdin()).toString('utf8'))
      const session = await open()
      const context = await contactContext(session, session.scope)
      const input = { email: p.email, status: p.status, firstName: p.first_name, lastName: p.last_name, phone: p.phone, country: p.country, region: p.region, city: p.city, timezone: p.timezone, language: p.language, externalId: p.external_id, attributes: p.attributes }
      const done = await withWorkspace(session.pool, session.scope, async (tx) => (options.upsert ? upsertContact(tx, context, input) : { contactId: await createContact(tx, context, input), outcome: 'created' as const }), { retry: options.upsert === true })
      const id = toPublicId('con', done.contactId)
      out.result({ id, outcome: done.outcome }, () => out.line(`${id} ${done.outcome}.`))
    }))

  contacts.command('list').description('contacts, newest first').option('--list <name>', 'only of this list').option('--status <status>', 'only with this status').option('--country <code>', 'only of this country').option('--limit <n>', 'how many', '50')
    .addHelpText('after', example('inboxlift contacts list --list VIP --status active'))
    .action(run<{ list?: string; status?: string; country?: string; limit: string }>(deps, async ({ open, out, options }) => {
      const limit = Number(options.limit)
      if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) throw cliErrors.CLI_USAGE({ detail: '--limit is a number from 1 to 1000.' })
      const wanted = status(options.status)
      const session = await open()
      const context = await contactContext(session, session.scope)
      const rows = await withWorkspace(session.pool, session.scope, async (tx) => {
        const listId = options.list === undefined ? undefined : await chooseList(tx, session.workspaceId, options.list)
        return listContacts(tx, context, { status: wanted, country: options.country?.toUpperCase(), listId }, { limit })
      })
      const shown = rows.slice(0, limit).map((r) => ({ id: toPublicId('con', r.contactId), email: r.email, status: r.status, country: r.country, region: r.region, city: r.city, created_at: r.createdAt }))
      out.table(shown, { id: 'Id', email: 'E-mail', status: 'Status', country: 'Country', region: 'Region', city: 'City', created_at: 'Created' }, 'No contact yet: import a file with `inboxlift import start`.')
    }))

  contacts.command('export').description('contacts as CSV, everything that is known about each').option('--list <name>', 'only of this list').option('--status <status>', 'only with this status').option('--out <file>', 'into a file instead of standard output')
    .addHelpText('after', example('inboxlift contacts export --list VIP --out vip.csv'))
    .action(run<{ list?: string; status?: string; out?: string }>(deps, async ({ open, out, options, io }) => {
      const wanted = status(options.status)
      const { pool, scope, keyrings, workspaceId } = await open()
      const listId = options.list === undefined ? undefined : await withWorkspace(pool, scope, (tx) => chooseList(tx, workspaceId, options.list!))
      const file = options.out === undefined ? undefined : createWriteStream(options.out, { mode: 0o600 })
      let rows = -1 // the header is no row
      for await (const lines of exportContacts({ pool, keyring: await keyrings.get(workspaceId) }, scope, { status: wanted, listId })) {
        rows += lines.split('\r\n').length - 1
        if (!file) io.out(lines)
        else if (!file.write(lines)) await once(file, 'drain')
      }
      if (!file) return
      file.end()
      await once(file, 'close')
      out.result({ rows, file: options.out }, () => out.line(`${rows} contacts written to ${options.out}.`))
    }))
}

function registerLists(lists: Command, deps: CliDeps): void {
  lists.command('list').description('lists by name').option('--archived', 'archived ones too').addHelpText('after', example('inboxlift lists list'))
    .action(run<{ archived?: boolean }>(deps, async ({ open, out, options }) => {
      const { pool, scope, workspaceId } = await open()
      const rows = await withWorkspace(pool, scope, (tx) => getLists(tx, workspaceId, { limit: 1_000, withArchived: options.archived === true }))
      out.table(rows.map((l) => ({ id: toPublicId('lst', l.listId), name: l.name, members: Number(l.memberCount), public: l.isPublic, created_at: l.createdAt })), { id: 'Id', name: 'Name', members: 'Members', public: 'Public', created_at: 'Created' }, 'No list yet.')
    }))

  lists.command('create <name>').description('a new list').option('--description <text>', 'what it is for').option('--public', 'show it in the preference centre').addHelpText('after', example('inboxlift lists create VIP --description "Best customers"'))
    .action(run<{ description?: string; public?: boolean }>(deps, async ({ open, out, options }, name) => {
      const { pool, scope, ids, workspaceId } = await open()
      const listId = await withWorkspace(pool, scope, (tx) => createList(tx, { workspaceId, ids, actor: scope.actor }, { name, description: options.description, isPublic: options.public }))
      out.result({ id: toPublicId('lst', listId), name }, () => out.line(`${toPublicId('lst', listId)} made.`))
    }))

  lists.command('members <list>').description('who is on a list; adds or removes the contact ids on standard input').option('--add', 'put them on the list').option('--remove', 'take them off the list').option('--limit <n>', 'how many are shown', '50')
    .addHelpText('after', example('inboxlift lists members VIP', 'inboxlift lists members VIP --add < ids.txt'))
    .action(run<{ add?: boolean; remove?: boolean; limit: string }>(deps, async ({ open, out, options, io }, name) => {
      const session = await open()
      const { pool, scope, workspaceId } = session
      const listId = await withWorkspace(pool, scope, (tx) => chooseList(tx, workspaceId, name))
      if (!options.add && !options.remove) {
        const context = await contactContext(session, scope)
        const rows = await withWorkspace(pool, scope, (tx) => listContacts(tx, context, { listId }, { limit: Math.min(1_000, Math.max(1, Number(options.limit) || 50)) }))
        return out.table(rows.map((r) => ({ id: toPublicId('con', r.contactId), email: r.email, status: r.status })), { id: 'Id', email: 'E-mail', status: 'Status' }, 'Nobody is on it.')
      }
      const contactIds = (await io.readStdin()).toString('utf8').split(/\s+/).filter(Boolean).map((id) => fromPublicId('con', id))
      const context = { workspaceId, actor: scope.actor }
      const moved = await withWorkspace(pool, scope, (tx) => (options.add ? addToList(tx, context, listId, contactIds) : removeFromList(tx, context, listId, contactIds)))
      out.result({ [options.add ? 'added' : 'removed']: moved.length }, () => out.line(`${moved.length} ${options.add ? 'put on' : 'taken off'} the list.`))
    }))
}
