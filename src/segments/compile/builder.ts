// Collects what a compiled statement needs: bound values with their types, table aliases, indexes, warnings.

export type IndexUse = { index: string; table: string; serves: string }
export type SqlType = 'bigint' | 'bigint[]' | 'text' | 'text[]' | 'timestamptz' | 'boolean' | 'numeric' | 'numeric[]' | 'jsonb' | 'jsonb[]' | 'smallint' | 'integer' | 'bytea'

export class Builder {
  readonly values: unknown[] = []
  readonly types: SqlType[] = []
  readonly warnings: string[] = []
  /** False as soon as a set takes part that cannot be asked contact by contact at the price of one index probe. */
  probes = true
  /** Are there people who were merged? Without them their resolution is left out. */
  merges = true
  readonly #slots = new Map<string, string>()
  readonly #indexes = new Map<string, IndexUse>()
  #aliases = 0

  /** Binds a value and answers its placeholder with a cast; equal values share one. */
  bind(value: unknown, type: SqlType): string {
    const key = `${type}:${JSON.stringify(value instanceof Buffer ? value.toString('hex') : value)}`
    const known = this.#slots.get(key)
    if (known) return known
    this.values.push(value)
    this.types.push(type)
    const slot = `$${this.values.length}::${type}`
    this.#slots.set(key, slot)
    return slot
  }

  alias(prefix: string): string {
    this.#aliases += 1
    return `${prefix}${this.#aliases}`
  }

  index(index: string, table: string, serves: string): void {
    this.#indexes.set(index, { index, table, serves })
  }

  warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text)
  }

  get indexes(): IndexUse[] {
    return [...this.#indexes.values()]
  }
}

/** Indents every line but the first: nested sub-selects stay readable in the checked-in examples. */
export const indent = (sql: string, by = 2): string => sql.replaceAll('\n', `\n${' '.repeat(by)}`)
