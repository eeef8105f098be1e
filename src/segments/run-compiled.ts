// Runs compiled statements so that a bad plan cannot hang anybody. Right after a large import the server knows nothing about
// the new rows, guesses "a handful", and joins row by row: 20,000 people took minutes. So the first try has little time; when
// it runs out, the statement is run again without nested loops, which is right for many rows and bearable for few.
import { sqlState, type Tx } from '../kernel/index.ts'
import type { Compiled } from './compile.ts'

const TIMED_OUT = '57014'
/** Enough for any sound plan of a question; what writes a million rows is planned without nested loops anyway. */
const PATIENCE_MS = 1_500

export type RunOptions = {
  /** True for statements that write: their work is kept. */
  writes?: boolean
  /** Settings for this statement, e.g. `enable_mergejoin = off`; our own words, never from outside. */
  settings?: readonly string[]
  patienceMs?: number
  /** For statements that may write very many rows: asks the planner first, and spares the first try when it expects many. */
  mayBeHuge?: boolean
}

/** From here on the plan without nested loops is right, so that there is nothing to try. */
const HUGE = 50_000

/** Answers the rows. Needs a transaction; settings are as before afterwards. Throws STATEMENT_TIMEOUT's cause when the second try runs out of the role's time too. */
export async function runCompiled<R extends object>(tx: Tx, compiled: Compiled, options: RunOptions = {}): Promise<R[]> {
  const set = (more: readonly string[]): string => ['savepoint ask', ...[...(options.settings ?? []), ...more].map((s) => `set local ${s}`)].join('; ')
  const query = { text: compiled.text, values: compiled.values }
  if (options.mayBeHuge && (await expectedRows(tx, compiled)) >= HUGE) {
    await tx.query(set(['enable_nestloop = off']))
    return finish<R>(tx, (await tx.query<R>(query)).rows, options)
  }
  await tx.query(set([`statement_timeout = ${options.patienceMs ?? PATIENCE_MS}`]))
  try {
    return await finish<R>(tx, (await tx.query<R>(query)).rows, options)
  } catch (error) {
    if (sqlState(error) !== TIMED_OUT) throw error
  }
  await tx.query(`rollback to savepoint ask; release savepoint ask; ${set(['enable_nestloop = off'])}`)
  return finish<R>(tx, (await tx.query<R>(query)).rows, options)
}

type PlanNode = { 'Plan Rows': number; Plans?: PlanNode[] }

/** The planner's guess of the rows that a statement reads or writes in the end. */
export async function expectedRows(tx: Tx, compiled: Compiled): Promise<number> {
  const { rows } = await tx.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>({ text: `explain (format json) ${compiled.text}`, values: compiled.values })
  const top = rows[0]!['QUERY PLAN'][0].Plan
  return Math.max(top['Plan Rows'], ...(top.Plans ?? []).map((p) => p['Plan Rows']))
}

/** Rolling back to a savepoint undoes its settings; a write keeps its work and puts the settings back by name. */
async function finish<R>(tx: Tx, rows: R[], options: RunOptions): Promise<R[]> {
  if (!options.writes) {
    await tx.query('rollback to savepoint ask; release savepoint ask')
    return rows
  }
  const names = [...(options.settings ?? []).map((s) => s.split(' ')[0]!), 'statement_timeout', 'enable_nestloop']
  await tx.query(['release savepoint ask', ...names.map((n) => `set local ${n} to default`)].join('; '))
  return rows
}
