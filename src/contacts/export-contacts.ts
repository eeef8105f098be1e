// Contacts as a file: everything that is known about each, in a form that can be imported again.
import type { Pool } from 'pg'
import { withWorkspace, type Id, type Keyring, type WorkspaceScope } from '../kernel/index.ts'
import { listAttributes } from './attributes.ts'
import { cells, unseal } from './contact.ts'
import { contactExport, type ContactExportRow } from './contacts.sql.ts'
import { csvLine } from './csv-line.ts'
import type { ContactStatus } from './fields/read-status.ts'

const FIXED = ['email', 'first_name', 'last_name', 'phone', 'country', 'region', 'city', 'timezone', 'language', 'status', 'created_at'] as const
const PAGE = 500

/**
 * CSV lines (UTF-8, header first) of all live contacts, or of a list or status; attributes follow in columns of their own.
 * Streams page by page in the order of ids; people who come while it runs may or may not be in it.
 */
export async function* exportContacts(deps: { pool: Pool; keyring: Keyring }, scope: WorkspaceScope, filter: { status?: ContactStatus | undefined; listId?: Id | undefined } = {}): AsyncGenerator<string> {
  const definitions = await withWorkspace(deps.pool, scope, (tx) => listAttributes(tx, scope.workspaceId), { readOnly: true })
  const names = definitions.map((d) => d.name)
  yield csvLine([...FIXED, ...names])
  for (let after = '0'; ; ) {
    const rows = await withWorkspace(
      deps.pool,
      scope,
      (tx) => contactExport.many(tx, { workspace_id: scope.workspaceId, after_id: after, status_or_null: filter.status ?? null, list_id_or_null: filter.listId ?? null, row_limit: String(PAGE) }),
      { readOnly: true, retry: true },
    )
    let lines = ''
    for (const row of rows) lines += lineOf(deps.keyring, row, names)
    if (lines !== '') yield lines
    if (rows.length < PAGE) return
    after = rows.at(-1)!.contact_id
  }
}

function lineOf(keyring: Keyring, r: ContactExportRow, names: readonly string[]): string {
  const id = r.contact_id
  const hidden = unseal(keyring, cells.sensitive(id), r.sensitive_ct)
  const attributes = { ...(r.attributes as Record<string, unknown> | null), ...(hidden === null ? {} : (JSON.parse(hidden) as Record<string, unknown>)) }
  return csvLine([
    unseal(keyring, cells.email(id), r.email_ct), unseal(keyring, cells.firstName(id), r.first_name_ct), unseal(keyring, cells.lastName(id), r.last_name_ct), unseal(keyring, cells.phone(id), r.phone_ct),
    r.country, r.region, r.city, r.timezone, r.language, r.status, r.created_at.toISOString(), ...names.map((n) => textOf(attributes[n])),
  ])
}

/** An attribute as a text that reading turns into the same value. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((v) => typeof v === 'string')) return value.join(';')
  const { lat, lon } = value as { lat?: unknown; lon?: unknown }
  if (typeof lat === 'number' && typeof lon === 'number' && Object.keys(value as object).length === 2) return `${lat},${lon}`
  return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean)
}
