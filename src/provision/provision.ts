// Fills an installation: what every workspace needs from other rooms, the first workspace, the first administrator.
import type { Pool } from 'pg'
import { systemClock, withWorkspace, type Config, type IdSource, type Scope } from '../kernel/index.ts'
import { createFirstAdmin, createWorkspace, listWorkspaces, type AuditWriter, type FirstAdmin, type FurnishWorkspace } from '../platform/index.ts'
import { createList, createSource, furnishContacts } from '../contacts/index.ts'
import { provisionGate, provisionInboxPort, provisionInboxProvider, provisionTemplate } from './provision.sql.ts'
import { starterTemplate } from './starter-template.ts'

const SYSTEM: Scope = { actor: 'service:setup', origin: 'system' }

/** What a new workspace gets: gate, sources, a list, a template and the test inbox as provider. */
export function createFurnisher(ids: IdSource, config: Config): FurnishWorkspace {
  return async (tx, { workspaceId, actor }) => {
    const own = { workspace_id: workspaceId, actor }
    await provisionGate.exec(tx, { workspace_id: workspaceId })
    await furnishContacts(tx, { workspaceId, actor })
    await createSource(tx, { workspaceId, ids, actor }, { name: 'File', kind: 'file' })
    await createList(tx, { workspaceId, ids, actor }, { name: 'Everybody', description: 'The first list; rename it as you like.' })
    await provisionTemplate.exec(tx, { ...own, template_id: ids.next(), ...starterTemplate })
    await provisionInboxProvider.exec(tx, { ...own, provider_id: ids.next(), port: config.INBOXLIFT_INBOX_SMTP_PORT })
  }
}

export type ProvisionInput = { pool: Pool; ids: IdSource; config: Config; rootKey: Buffer; audit: AuditWriter }

/**
 * Makes the first workspace "Main" and the first administrator when there are none; follows the port of the test inbox.
 * Run again it changes nothing and answers undefined; a crash in between is finished by the next run.
 */
export async function provision(input: ProvisionInput): Promise<FirstAdmin | undefined> {
  const deps = { pool: input.pool, ids: input.ids, clock: systemClock, audit: input.audit }
  const existing = await listWorkspaces(deps)
  const first = existing[0]?.workspaceId ?? (await createWorkspace(deps, SYSTEM, input.rootKey, { name: 'Main', slug: 'main' }, createFurnisher(input.ids, input.config)))
  const port = input.config.INBOXLIFT_INBOX_SMTP_PORT
  if (port > 0) {
    for (const { workspaceId } of existing) {
      await withWorkspace(input.pool, { ...SYSTEM, workspaceId }, (tx) => provisionInboxPort.exec(tx, { workspace_id: workspaceId, port, actor: SYSTEM.actor }))
    }
  }
  return createFirstAdmin(deps, SYSTEM, first)
}
