// The noun: a rule that chooses a provider; the first that matches decides.
import { z } from 'zod'
import { mapDatabaseError, type Id, type IdSource, type Tx } from '../kernel/index.ts'
import { deliveryErrors } from './errors.ts'
import { routeDelete, routeInsert, routeListAll, type RouteListAllRow } from './provider.sql.ts'

const oneOrMany = z.union([z.string().min(1).max(255), z.array(z.string().min(1).max(255)).min(1).max(100)])

/** What a rule may look at. Every field that is named must match; an empty rule matches everything. */
export const routeMatch = z.strictObject({
  stream: oneOrMany.optional().describe('marketing or transactional.'),
  sender_domain: oneOrMany.optional().describe('Domain of the From address.'),
  destination: oneOrMany.optional().describe('Domain of the recipient.'),
  campaign: oneOrMany.optional().describe('Id of the campaign.'),
})
export type RouteMatch = z.output<typeof routeMatch>
export type Route = RouteListAllRow

/** Rules in the order they are asked. */
export function listRoutes(tx: Tx, workspaceId: Id): Promise<Route[]> {
  return routeListAll.many(tx, { workspace_id: workspaceId })
}

/** Throws DELIVERY_PROVIDER_NOT_FOUND for a provider of nobody. */
export async function createRoute(tx: Tx, ids: IdSource, author: { workspaceId: Id; actor: string }, input: { priority: number; match: RouteMatch; providerId: Id }): Promise<Id> {
  const routeId = ids.next()
  try {
    await routeInsert.exec(tx, { workspace_id: author.workspaceId, route_id: routeId, priority: input.priority, match: JSON.stringify(input.match), provider_id: input.providerId, actor: author.actor })
  } catch (error) {
    throw mapDatabaseError(error, { route_provider_fk: () => deliveryErrors.DELIVERY_PROVIDER_NOT_FOUND() })
  }
  return routeId
}

/** Removes a rule; false when there was none. */
export async function deleteRoute(tx: Tx, workspaceId: Id, routeId: Id): Promise<boolean> {
  return (await routeDelete.exec(tx, { workspace_id: workspaceId, route_id: routeId })) === 1
}
