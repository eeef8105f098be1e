// Step: a list by hand, a segment that is wanted and one that is left out, counted.
import { addToList, contactContext, createList } from '../contacts/index.ts'
import { toPublicId, withWorkspace, type Id } from '../kernel/index.ts'
import { countSegment, createSegment, type SegmentDefinition } from '../segments/index.ts'
import type { DemoRun } from './deps.ts'
import type { Imported, KnownPerson } from './import-file.ts'
import { INTEREST } from './make-file.ts'

export const WANTED_INTEREST = 'gardening'
const WEST = ['CA', 'OR', 'WA']

export type Audience = {
  friendsId: Id
  wantedId: Id
  excludedId: Id
  /** As the installation counts. */
  wanted: number
  excluded: number
}

/** The same questions asked of the file itself. */
export const isFriend = (p: KnownPerson): boolean => p.no % 10 === 0
export const isWanted = (p: KnownPerson): boolean => (p.country === 'US' && WEST.includes(p.region)) || p.interest === WANTED_INTEREST
export const isExcluded = (p: KnownPerson): boolean => p.language === 'de'
/** Who must get the mail: on the list or in the segment, not in the other one, and nobody who does not want or cannot get mail. */
export const isRecipient = (p: KnownPerson): boolean => p.isActive && (isFriend(p) || isWanted(p)) && !isExcluded(p)

/** Segments are asked within the demo's own list, so that they never find anybody else. */
export async function chooseAudience(demo: DemoRun, imported: Imported): Promise<Audience> {
  const { scope } = demo
  const list = { list: toPublicId('lst', imported.listId) }
  const wanted: SegmentDefinition = {
    version: 1,
    where: { all: [list, { any: [{ all: [{ field: 'country', op: 'eq', value: 'US' }, { field: 'region', op: 'in', value: WEST }] }, { attribute: INTEREST, op: 'eq', value: WANTED_INTEREST }] }] },
  }
  const excluded: SegmentDefinition = { version: 1, where: { all: [list, { field: 'language', op: 'eq', value: 'de' }] } }
  const step = demo.tell('Segment', 1)
  const friends = imported.people.filter(isFriend).map((p) => p.contactId)
  const made = await withWorkspace(demo.pool, scope, async (tx) => {
    const context = await contactContext(demo, scope)
    const segments = { workspaceId: scope.workspaceId, actor: scope.actor, now: demo.clock.now() }
    const friendsId = await createList(tx, context, { name: `Demo ${demo.run}: friends`, description: 'Every tenth person of the file, put here one by one.' })
    await addToList(tx, context, friendsId, friends)
    const a = await createSegment(tx, segments, demo.ids, { name: `Demo ${demo.run}: West Coast or gardening`, definition: wanted })
    const b = await createSegment(tx, segments, demo.ids, { name: `Demo ${demo.run}: reads German`, definition: excluded })
    return { friendsId, wantedId: a.segmentId, excludedId: b.segmentId }
  })
  const counted = await withWorkspace(demo.pool, scope, async (tx) => {
    const context = { workspaceId: scope.workspaceId, actor: scope.actor, now: demo.clock.now() }
    const began = performance.now()
    const people = await countSegment(tx, context, wanted)
    return { wanted: people, ms: performance.now() - began, excluded: await countSegment(tx, context, excluded) }
  }, { readOnly: true })
  step.update(1)
  step.done(`${counted.wanted.toLocaleString('en')} people on the West Coast or gardening, counted in ${counted.ms.toFixed(0)} ms`)
  return { ...made, wanted: counted.wanted, excluded: counted.excluded }
}
