// The limit: COPY of every row an import left, into an equal database. The server reads the files itself, so no client
// takes part.
import path from 'node:path'
import type { TestDatabase } from '../../test/support/db.ts'

/** Every table an import writes, in the order the foreign keys ask for. Pieces of the file are gone at its end. */
const TABLES = ['contacts.contact', 'contacts.contact_profile', 'contacts.identity', 'contacts.identity_link', 'contacts.source_record', 'contacts.list_member', 'contacts.import_run', 'contacts.import_reject', 'compliance.consent_event', 'compliance.consent_state', 'compliance.audit_event']
/** What those rows refer to; there before the clock starts. */
const PARENTS = ['platform.workspace', 'contacts.source', 'contacts.list']

/** Writes the rows of all tables into files. */
export async function saveRows(db: TestDatabase, folder: string): Promise<void> {
  for (const table of [...PARENTS, ...TABLES]) await db.admin.query(`copy (select * from ${table}) to '${path.join(folder, table)}'`)
}

/** Loads the files, each in its transaction; answers seconds. One connection: the import writes with one, too. */
export async function copyRows(db: TestDatabase, folder: string): Promise<number> {
  const client = await db.admin.connect()
  try {
    for (const table of [...PARENTS, ...TABLES]) await client.query(`alter table ${table} disable trigger user`)
    for (const table of PARENTS) await client.query(`copy ${table} from '${path.join(folder, table)}'`)
    const began = performance.now()
    for (const table of TABLES) await client.query(`copy ${table} from '${path.join(folder, table)}'`)
    return (performance.now() - began) / 1000
  } finally {
    client.release()
  }
}
