// Providers, rules and signing keys of a workspace as a worker needs them.
import { withWorkspace, type Config, type Id, type Keyring, type WorkspaceScope } from '../../kernel/index.ts'
import type { Pool } from 'pg'
import { dkimKeyList, heartbeatCountLive, routeList, senderListOpen } from '../delivery.sql.ts'
import { openDkimKey, type DkimKey } from '../steps/sign-mail.ts'
import { laneConnections, ProviderLane, SENDING_KINDS, type LaneProvider, type TransportOpener } from './provider-lane.ts'
import type { WorkspaceSetup } from './launch-run.ts'

export type SetupDeps = { readonly pool: Pool; readonly config: Config; readonly openTransport: TransportOpener; readonly onSlot: () => void; readonly service: string }

/** Lanes stay open over readings; one whose provider changed is closed in order and opened anew. */
export class SetupReader {
  readonly #deps: SetupDeps
  readonly #lanes = new Map<Id, ProviderLane>()
  readonly #closing = new Set<Promise<void>>()

  constructor(deps: SetupDeps) {
    this.#deps = deps
  }

  async read(scope: WorkspaceScope, keyring: Keyring): Promise<WorkspaceSetup> {
    const { workspaceId } = scope
    const rows = await withWorkspace(this.#deps.pool, scope, async (tx) => ({
      providers: await senderListOpen.many(tx, { workspace_id: workspaceId }),
      rules: await routeList.many(tx, { workspace_id: workspaceId }),
      keys: await dkimKeyList.many(tx, { workspace_id: workspaceId }),
      live: (await heartbeatCountLive.one(tx, { service: this.#deps.service, within_seconds: 30 }))?.count ?? 1,
    }), { readOnly: true })
    const usable = rows.providers.filter((p) => SENDING_KINDS.has(p.kind))
    const lanes = new Map(usable.map((p) => [p.provider_id, this.#lane(p, keyring, rows.live)]))
    const keys = new Map<string, DkimKey>()
    for (const k of rows.keys) {
      const pem = keyring.decrypt({ table: 'delivery.dkim_key', column: 'private_ct', rowKey: `${k.domain_id}/${k.selector}` }, k.private_ct)
      if (!keys.has(k.domain)) keys.set(k.domain, openDkimKey(k.domain, k.selector, k.algorithm as DkimKey['algorithm'], pem))
    }
    return {
      readAtMs: performance.now(),
      providers: usable.map((p) => ({ providerId: p.provider_id, name: p.name })),
      rules: rows.rules.map((r) => ({ routeId: r.route_id, match: (r.match ?? {}) as Record<string, unknown>, providerId: r.provider_id })),
      lanes,
      dkim: (domain) => keys.get(domain) ?? null,
    }
  }

  #lane(provider: LaneProvider, keyring: Keyring, liveWorkers: number): ProviderLane {
    const known = this.#lanes.get(provider.provider_id)
    if (known?.version === provider.version) return known
    const connections = laneConnections(this.#deps.config, provider.max_connections, liveWorkers)
    const lane = new ProviderLane(provider, this.#deps.openTransport(provider, keyring, connections), connections, this.#deps.onSlot)
    this.#lanes.set(provider.provider_id, lane)
    if (known) this.#close(known, 660_000)
    return lane
  }

  #close(lane: ProviderLane, graceMs: number): void {
    const closing = lane.close(graceMs).finally(() => this.#closing.delete(closing))
    this.#closing.add(closing)
  }

  /** Every lane there is, for limits over the whole worker. */
  get lanes(): Iterable<ProviderLane> {
    return this.#lanes.values()
  }

  /** Closes all; what has no verdict after graceMs gets one from its transport. */
  async close(graceMs: number): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close(graceMs)))
    this.#lanes.clear()
  }
}
