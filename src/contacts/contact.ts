// The noun: a contact as operations give it out, and its ciphertext cells.
import type { Id, Keyring } from '../kernel/index.ts'
import type { ContactGetRow } from './contacts.sql.ts'
import type { ContactStatus } from './fields/read-status.ts'

/** Where a value came from. `*` stands for every field that has no entry of its own. */
export type Provenance = Record<string, { source_id: Id; observed_at: string }>

export type Contact = {
  contactId: Id
  /** Null only after an erasure. */
  email: string | null
  status: ContactStatus
  firstName: string | null
  lastName: string | null
  phone: string | null
  country: string | null
  region: string | null
  city: string | null
  timezone: string | null
  language: string | null
  /** Plain and sensitive ones together. */
  attributes: Record<string, unknown>
  provenance: Provenance
  sourceId: Id
  createdAt: Date
  updatedAt: Date
  lastSentAt: Date | null
  erasedAt: Date | null
  createdBy: string
  updatedBy: string
  /** For If-Match. */
  version: number
}

const HOT = 'contacts.contact'
const COLD = 'contacts.contact_profile'
/** The encrypted columns and the place each ciphertext is bound to. */
export const cells = {
  email: (contactId: Id) => ({ table: HOT, column: 'email_ct', rowKey: contactId }),
  firstName: (contactId: Id) => ({ table: COLD, column: 'first_name_ct', rowKey: contactId }),
  lastName: (contactId: Id) => ({ table: COLD, column: 'last_name_ct', rowKey: contactId }),
  phone: (contactId: Id) => ({ table: COLD, column: 'phone_ct', rowKey: contactId }),
  sensitive: (contactId: Id) => ({ table: COLD, column: 'sensitive_ct', rowKey: contactId }),
  record: (contactId: Id) => ({ table: 'contacts.source_record', column: 'record_ct', rowKey: contactId }),
}

type Cell = { table: string; column: string; rowKey: string }

/** Encrypts a value for a cell; null stays null. */
export function seal(keyring: Keyring, cell: Cell, text: string | null | undefined): Buffer | null {
  return text === null || text === undefined || text === '' ? null : keyring.encrypt(cell, text)
}

/** Decrypts a cell; null stays null. Throws DECRYPT_FAILED, KEY_MISSING. */
export function unseal(keyring: Keyring, cell: Cell, sealed: Buffer | null): string | null {
  return sealed === null ? null : keyring.decrypt(cell, sealed)
}

/** Row and keys to a contact. Throws DECRYPT_FAILED when a cell was changed or moved. */
export function openContact(keyring: Keyring, row: ContactGetRow): Contact {
  const id = row.contact_id
  const sensitive = unseal(keyring, cells.sensitive(id), row.sensitive_ct)
  return {
    contactId: id,
    email: unseal(keyring, cells.email(id), row.email_ct),
    status: row.status as ContactStatus,
    firstName: unseal(keyring, cells.firstName(id), row.first_name_ct),
    lastName: unseal(keyring, cells.lastName(id), row.last_name_ct),
    phone: unseal(keyring, cells.phone(id), row.phone_ct),
    country: row.country,
    region: row.region,
    city: row.city,
    timezone: row.timezone,
    language: row.language,
    attributes: { ...((row.attributes ?? {}) as Record<string, unknown>), ...(sensitive === null ? {} : (JSON.parse(sensitive) as Record<string, unknown>)) },
    provenance: (row.provenance ?? {}) as Provenance,
    sourceId: row.source_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastSentAt: row.last_sent_at,
    erasedAt: row.erased_at,
    createdBy: row.created_by,
    updatedBy: row.updated_by,
    version: row.version,
  }
}
