// Draws the life of a message in docs/explain/message-lifecycle.md from delivery.state_transition of a live database: the
// part between the two marks. `--check` fails when it is not fresh.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { startTestCluster } from '../test/support/cluster.ts'
import { buildTemplate, TEMPLATE } from '../test/support/db.ts'
import { writeGenerated } from './generated.ts'

export const LIFECYCLE_FILE = 'docs/explain/message-lifecycle.md'
const MARKS = ['<!-- drawn from delivery.state_transition by scripts/gen-lifecycle.ts -->', '<!-- end of the drawn part -->'] as const

export type Transition = { from_state: string; to_state: string; reason: string }

/** The file with its drawn part made from these transitions. */
export function drawLifecycle(file: string, transitions: readonly Transition[]): string {
  const [begin, end] = [file.indexOf(MARKS[0]), file.indexOf(MARKS[1])]
  if (begin < 0 || end < begin) throw new Error(`${LIFECYCLE_FILE} has lost its marks`)
  const rows = transitions.toSorted((a, b) => order(a.from_state) - order(b.from_state) || order(a.to_state) - order(b.to_state))
  const leaves = new Set(rows.map((t) => t.from_state))
  const final = [...new Set(rows.map((t) => t.to_state))].filter((s) => !leaves.has(s))
  const arrows = rows.map((t) => `    ${t.from_state === 'new' ? '[*]' : t.from_state} --> ${t.to_state}`)
  const table = rows.map((t) => `| \`${t.from_state}\` | \`${t.to_state}\` | ${t.reason} |`)
  const drawn = ['```mermaid', 'stateDiagram-v2', ...arrows, ...final.map((s) => `    ${s} --> [*]`), '```', '', `${rows.length} ways between the states; every other one is an SQL error (23514, \`message_transition_ck\`).`, '', '| from | to | when |', '|---|---|---|', ...table]
  return `${file.slice(0, begin)}${MARKS[0]}\n\n${drawn.join('\n')}\n\n${file.slice(end)}`
}

const ORDER = ['new', 'accepted', 'ready', 'leased', 'attempting', 'sent', 'delivered', 'deferred', 'in_doubt', 'held', 'bounced', 'failed', 'skipped', 'cancelled']
const order = (state: string): number => (ORDER.indexOf(state) + 1 || 99)

async function main(): Promise<void> {
  const cluster = await startTestCluster()
  try {
    const { host, port, user, password } = cluster.connection
    await buildTemplate({ host, port, user, password })
    const client = new pg.Client({ host, port, user, password, database: TEMPLATE })
    await client.connect()
    const { rows } = await client.query<Transition>('select from_state, to_state, reason from delivery.state_transition')
    await client.end()
    writeGenerated({ [LIFECYCLE_FILE]: drawLifecycle(readFileSync(LIFECYCLE_FILE, 'utf8'), rows) }, 'node scripts/gen-lifecycle.ts')
  } finally {
    await cluster.stop()
  }
}

if (import.meta.main) await main()
