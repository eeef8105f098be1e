// What each person does with the mail: decided by seed, run and row, so that a run can be told again.
import type { KnownPerson } from './import-file.ts'
import { chance } from './random.ts'
import { LINKS } from './template.ts'

export type Role =
  /** Does nothing. */
  | { kind: 'silent' }
  /** Opens so often, then follows these links in this order (a number may repeat). */
  | { kind: 'reader'; opens: number; clicks: readonly number[]; unsubscribes: number }
  /** A mail program that loads pictures ahead and says so. */
  | { kind: 'prefetch' }
  /** A gateway that follows every link within a moment and does not say what it is. */
  | { kind: 'scanner' }
  /** A gateway that says what it is. */
  | { kind: 'open_scanner' }
  /** Somebody's server reports: so often, for good or not. */
  | { kind: 'report'; report: 'hard_bounce' | 'soft_bounce' | 'complaint' | 'delivered'; times: number }

const SHARES: readonly [share: number, role: (u: (what: string) => number) => Role][] = [
  [0.006, (u) => ({ kind: 'report', report: 'hard_bounce', times: u('again') < 0.3 ? 2 : 1 })],
  [0.004, (u) => ({ kind: 'report', report: 'soft_bounce', times: u('again') < 0.3 ? 2 : 1 })],
  [0.005, (u) => ({ kind: 'report', report: 'complaint', times: u('again') < 0.3 ? 2 : 1 })],
  [0.02, (u) => ({ kind: 'report', report: 'delivered', times: u('again') < 0.1 ? 2 : 1 })],
  [0.03, () => ({ kind: 'prefetch' })],
  [0.01, () => ({ kind: 'scanner' })],
  [0.005, () => ({ kind: 'open_scanner' })],
  [0.4, reader],
]

/** People at special mailboxes do nothing by themselves: their mailbox does it. */
export function roleOf(person: KnownPerson, seed: number, run: number): Role {
  if (person.fate !== 'normal') return { kind: 'silent' }
  const u = (what: string): number => chance(seed, `${run}/${what}/${person.no}`)
  let at = u('role')
  for (const [share, role] of SHARES) {
    if (at < share) return role(u)
    at -= share
  }
  return { kind: 'silent' }
}

function reader(u: (what: string) => number): Role {
  const first = 1 + Math.floor(u('link') * LINKS)
  const second = 1 + (first % LINKS)
  const clicks = u('click') >= 0.3 ? [] : u('more') < 0.25 ? [first, second] : u('more') < 0.4 ? [first, first] : [first]
  return { kind: 'reader', opens: u('opens') < 0.15 ? 2 : 1, clicks, unsubscribes: u('leaves') >= 0.02 ? 0 : u('insists') < 0.4 ? 2 : 1 }
}
