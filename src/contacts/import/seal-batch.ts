// New people of a batch with their keys and ciphertexts: the expensive part, done before the transaction and beside the
// writing of the batch before. Each ciphertext is bound to the id the contact will have.
import { idAt, type Id, type IdSource, type Keyring } from '../../kernel/index.ts'
import { cells, seal } from '../contact.ts'
import type { AttributeDefinition } from '../fields/attribute.ts'
import type { NewPerson } from './match-batch.ts'

export type SealedPerson = NewPerson & {
  contactId: Id
  createdAt: Date
  emailCt: Buffer
  firstNameCt: Buffer | null
  lastNameCt: Buffer | null
  phoneCt: Buffer | null
  sensitiveCt: Buffer | null
  /** Plain attributes as JSON, or null for none. */
  attributes: string | null
  recordCt: Buffer
}

export type SealTools = { keyring: Keyring; ids: IdSource; at: Date; sensitive: ReadonlySet<string> }

/** Names of attributes that are stored encrypted. */
export const sensitiveNames = (definitions: readonly AttributeDefinition[]): ReadonlySet<string> => new Set(definitions.filter((d) => d.sensitive).map((d) => d.name))

/** Rows sealed between two turns of the event loop, so that the sockets of the batch before are served. */
const SLICE = 100

export async function sealPeople(people: readonly NewPerson[], tools: SealTools): Promise<SealedPerson[]> {
  const out: SealedPerson[] = []
  if (people.length === 0) return out
  const base = tools.ids.range(people.length)
  for (const [i, person] of people.entries()) {
    if (i % SLICE === SLICE - 1) await new Promise(setImmediate)
    out.push(sealPerson(person, idAt(base, i), tools))
  }
  return out
}

function sealPerson(person: NewPerson, contactId: Id, tools: SealTools): SealedPerson {
  const { fields, record } = person.from
  const { keyring } = tools
  const { plain, sensitive } = splitAttributes(fields.attributes ?? {}, tools.sensitive)
  return {
    ...person,
    contactId,
    createdAt: fields.createdAt ?? tools.at,
    emailCt: keyring.encrypt(cells.email(contactId), fields.email!.address),
    firstNameCt: seal(keyring, cells.firstName(contactId), fields.firstName),
    lastNameCt: seal(keyring, cells.lastName(contactId), fields.lastName),
    phoneCt: seal(keyring, cells.phone(contactId), fields.phone),
    sensitiveCt: seal(keyring, cells.sensitive(contactId), sensitive),
    attributes: plain,
    recordCt: keyring.encrypt(cells.record(contactId), record),
  }
}

/** Attributes as the two JSON texts they are stored in; null for none. */
export function splitAttributes(attributes: Readonly<Record<string, unknown>>, hidden: ReadonlySet<string>): { plain: string | null; sensitive: string | null } {
  const entries = Object.entries(attributes)
  if (entries.length === 0) return { plain: null, sensitive: null }
  const part = (isHidden: boolean): string | null => {
    const chosen = hidden.size === 0 ? (isHidden ? [] : entries) : entries.filter(([name]) => hidden.has(name) === isHidden)
    return chosen.length > 0 ? JSON.stringify(Object.fromEntries(chosen)) : null
  }
  return { plain: part(false), sensitive: part(true) }
}
