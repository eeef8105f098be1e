// Rows that an import must refuse, each with the rule it breaks.

type Broken = { rule: string; make: (cells: string[], i: number) => { cells: string[]; raw?: string } }

const withCell = (column: number, text: (i: number) => string): Broken['make'] => (cells, i) => ({ cells: cells.map((c, at) => (at === column ? text(i) : c)) })
const address = (rule: string, text: (i: number) => string): Broken => ({ rule, make: withCell(0, text) })

const BROKEN: readonly Broken[] = [
  address('missing_at', (i) => `no-at.${i}.example.com`),
  address('extra_at', (i) => `two.${i}@@example.com`),
  address('local_part_double_dot', (i) => `dot..dot.${i}@example.com`),
  address('local_part_leading_dot', (i) => `.lead.${i}@example.com`),
  address('white_space', (i) => `a space ${i}@example.com`),
  address('domain_single_label', (i) => `somebody.${i}@localhost`),
  address('domain_character', (i) => `somebody.${i}@under_score.example`),
  address('local_part_too_long', (i) => `${'x'.repeat(60)}${100_000 + i}@example.com`),
  address('display_name', (i) => `Somebody <somebody.${i}@example.com>`),
  address('address_list', (i) => `one.${i}@example.com; two.${i}@example.com`),
  address('domain_trailing_dot', (i) => `somebody.${i}@example.com.`),
  address('email_missing', () => ''),
  { rule: 'column_count', make: (cells) => ({ cells: [...cells, 'one', 'too', 'many'] }) },
  { rule: 'column_count', make: (cells) => ({ cells: cells.slice(0, 4) }) },
  { rule: 'country_unknown', make: withCell(3, () => 'Atlantis') },
  { rule: 'number_unknown', make: withCell(8, () => 'plenty') },
  { rule: 'text_after_quote', make: (_, i) => ({ cells: [], raw: `quote.${i}@example.com,"Ann" the first,Nobody,US,CA,Oakland,en,chess,1,` }) },
]

/** The nth broken row of a file, made from the cells of a good one. */
export function brokenRow(cells: string[], n: number, i: number): { cells: string[]; raw?: string; rule: string } {
  const kind = BROKEN[n % BROKEN.length]!
  return { ...kind.make(cells, i), rule: kind.rule }
}
