// A person as this room sees one: a contact, those it was merged with, and the addresses they have.
import type { Id, Tx } from '../kernel/index.ts'
import { personMany } from './compliance.sql.ts'
import { complianceErrors } from './errors.ts'
import { closeGate } from './gate.ts'

export type AddressKey = { index: Buffer; version: number }
export type Person = { contactIds: Id[]; addresses: AddressKey[] }

async function readPerson(tx: Tx, workspaceId: Id, contactId: Id, used: readonly AddressKey[]): Promise<Person> {
  const rows = await personMany.many(tx, { workspace_id: workspaceId, contact_id: contactId })
  if (rows.length === 0) throw complianceErrors.COMPLIANCE_CONTACT_NOT_FOUND()
  const addresses = new Map<string, AddressKey>()
  for (const a of [...used, ...rows.flatMap((r) => (r.email_index ? [{ index: r.email_index, version: r.email_index_version }] : []))]) addresses.set(a.index.toString('hex'), a)
  return { contactIds: rows.map((r) => r.contact_id), addresses: [...addresses.values()] }
}

/**
 * Closes the gate for everything a person can be reached at (`used`: addresses that were written to, beside those on
 * record) and answers who it is, read after the gate was closed. An address that changed in between is closed as well.
 * Throws COMPLIANCE_CONTACT_NOT_FOUND.
 */
export async function holdPerson(tx: Tx, workspaceId: Id, contactId: Id, used: readonly AddressKey[] = []): Promise<Person> {
  let person = await readPerson(tx, workspaceId, contactId, used)
  for (;;) {
    const closed = new Set(person.addresses.map((a) => a.index.toString('hex')))
    await closeGate(tx, workspaceId, person.addresses.map((a) => a.index))
    person = await readPerson(tx, workspaceId, contactId, used)
    if (person.addresses.every((a) => closed.has(a.index.toString('hex')))) return person
  }
}
