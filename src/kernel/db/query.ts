// A named query and its three ways to run. The generated *.sql.ts files are made of these; nothing else builds SQL text
// but segments/compile.ts.
import type { QueryResult, QueryResultRow } from 'pg'

/** Anything statements run on: a pool, a client, a transaction. */
export type Db = {
  query<R extends QueryResultRow>(config: { name?: string; text: string; values?: unknown[] }): Promise<QueryResult<R>>
}

export type NamedQuery<P, R> = {
  readonly name: string
  readonly text: string
  readonly params: readonly string[]
  /** The only row or undefined. Throws when the statement answers with more than one. */
  one(db: Db, params: P): Promise<R | undefined>
  many(db: Db, params: P): Promise<R[]>
  /** Runs it and answers the number of rows it touched. */
  exec(db: Db, params: P): Promise<number>
}

/** Builds a named query; called by generated code only. The name reaches the server as prepared-statement name. */
export function namedQuery<P, R>(name: string, text: string, params: readonly string[]): NamedQuery<P, R> {
  const run = async (db: Db, p: P): Promise<QueryResult<R & QueryResultRow>> => {
    const bag = p as Record<string, unknown>
    const values = params.map((key) => {
      const value = bag[key]
      if (value === undefined) throw new Error(`query ${name}: parameter ${key} is missing`)
      return value
    })
    return db.query<R & QueryResultRow>({ name, text, values })
  }
  return {
    name,
    text,
    params,
    async one(db, p) {
      const { rows } = await run(db, p)
      if (rows.length > 1) throw new Error(`query ${name}: ${rows.length} rows where one was promised`)
      return rows[0]
    },
    async many(db, p) {
      return (await run(db, p)).rows
    },
    async exec(db, p) {
      return (await run(db, p)).rowCount ?? 0
    },
  }
}
