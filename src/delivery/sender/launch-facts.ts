// What a worker keeps of a launch while it sends it: campaign facts and opened content, read once.
import { kernelErrors, withWorkspace, type Id, type WorkspaceScope } from '../../kernel/index.ts'
import type { Pool } from 'pg'
import { openFrozen, type ContentOpener, type OpenedContent } from '../content.ts'
import { campaignFactsGet, contentVersionGet } from '../delivery.sql.ts'
import { deliveryErrors } from '../errors.ts'

export type LaunchFacts = { readonly launchId: Id; readonly campaignId: Id; readonly stream: string; readonly senderDomain: string; readonly campaignProviderId: Id | null }

/** Facts of the campaign. The From address stands in the frozen content; only its domain is used here, for Message-IDs. */
export async function readLaunchFacts(pool: Pool, scope: WorkspaceScope, launchId: Id, campaignId: Id): Promise<LaunchFacts> {
  const row = await withWorkspace(pool, scope, (tx) => campaignFactsGet.one(tx, { workspace_id: scope.workspaceId, campaign_id: campaignId }), { readOnly: true })
  if (!row) throw kernelErrors.NOT_FOUND()
  return { launchId, campaignId, stream: row.stream, senderDomain: row.from_email.split('@').at(-1) ?? '', campaignProviderId: row.provider_id }
}

/** Opened contents by campaign and version, each read and opened once per worker; the oldest are forgotten. */
export class ContentShelf {
  readonly #opened = new Map<string, Promise<OpenedContent>>()
  readonly #pool: Pool
  readonly #open: ContentOpener

  constructor(pool: Pool, open: ContentOpener) {
    this.#pool = pool
    this.#open = open
  }

  /** Throws DELIVERY_CONTENT_MISSING, and what the opener throws for damaged content. */
  get(scope: WorkspaceScope, campaignId: Id, contentVersion: number): Promise<OpenedContent> {
    const key = `${scope.workspaceId}/${campaignId}/${contentVersion}`
    const known = this.#opened.get(key)
    if (known) return known
    const opened = this.#read(scope, campaignId, contentVersion)
    this.#opened.set(key, opened)
    opened.catch(() => this.#opened.delete(key))
    if (this.#opened.size > 64) this.#opened.delete(this.#opened.keys().next().value!)
    return opened
  }

  async #read(scope: WorkspaceScope, campaignId: Id, contentVersion: number): Promise<OpenedContent> {
    const row = await withWorkspace(this.#pool, scope, (tx) => contentVersionGet.one(tx, { workspace_id: scope.workspaceId, campaign_id: campaignId, content_version: contentVersion }), { readOnly: true })
    if (!row) throw deliveryErrors.DELIVERY_CONTENT_MISSING({ detail: `Version ${contentVersion}.` })
    return openFrozen(this.#open, row.compiled)
  }
}
