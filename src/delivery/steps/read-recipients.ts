// Step: who is it? Reads the people of a batch and opens their fields. Nothing of this is ever logged.
import { withWorkspace, type Id, type Keyring, type WorkspaceScope } from '../../kernel/index.ts'
import type { Pool } from 'pg'
import { recipientList, type RecipientListRow } from '../delivery.sql.ts'

export type Person = {
  /** The contact whose address is used: the recipient, or who it was merged into. */
  readonly personId: Id
  /** Null when the person was erased. */
  readonly email: string | null
  readonly emailIndex: Buffer
  readonly emailIndexVersion: number
  /** Domain of the address as A-label; the destination that routing looks at. */
  readonly domain: string
  /** What a template sees as `contact`. */
  readonly fields: Readonly<Record<string, unknown>>
}

const NO_INDEX = Buffer.alloc(0)

/** People by contact id; contacts that do not exist are missing. One level of merging is resolved. */
export async function readRecipients(pool: Pool, scope: WorkspaceScope, keyring: Keyring, contactIds: readonly Id[]): Promise<Map<Id, Person>> {
  const rows = await withWorkspace(pool, scope, (tx) => recipientList.many(tx, { workspace_id: scope.workspaceId, contact_ids: [...contactIds] }), { readOnly: true })
  return new Map(rows.map((row) => [row.contact_id, openPerson(keyring, row)]))
}

function openPerson(keyring: Keyring, row: RecipientListRow): Person {
  const email = row.email_ct && keyring.decrypt({ table: 'contacts.contact', column: 'email_ct', rowKey: row.person_id }, row.email_ct)
  return {
    personId: row.person_id,
    email,
    emailIndex: row.email_index ?? NO_INDEX,
    emailIndexVersion: row.email_index_version ?? 1,
    domain: row.email_domain ?? '',
    fields: openFields(keyring, row, email),
  }
}

/** Encrypted fields are opened when a template first reads them: most templates read one or two. */
function openFields(keyring: Keyring, row: RecipientListRow, email: string | null): Record<string, unknown> {
  const open = (column: string, sealed: Buffer | null): string | null => sealed && keyring.decrypt({ table: 'contacts.contact_profile', column, rowKey: row.person_id }, sealed)
  const fields: Record<string, unknown> = { id: row.person_id, email, country: row.country, region: row.region, city: row.city, timezone: row.timezone, language: row.language }
  defineLazy(fields, 'first_name', () => open('first_name_ct', row.first_name_ct))
  defineLazy(fields, 'last_name', () => open('last_name_ct', row.last_name_ct))
  defineLazy(fields, 'phone', () => open('phone_ct', row.phone_ct))
  defineLazy(fields, 'attributes', () => ({ ...(row.attributes as object | null), ...(JSON.parse(open('sensitive_ct', row.sensitive_ct) ?? '{}') as object) }))
  return fields
}

function defineLazy(target: Record<string, unknown>, name: string, make: () => unknown): void {
  Object.defineProperty(target, name, {
    enumerable: true,
    configurable: true,
    get() {
      const value = make()
      Object.defineProperty(target, name, { enumerable: true, value })
      return value
    },
  })
}
