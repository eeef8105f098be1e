// unit: what the demo says of its rows is what the import makes of them.
import { expect, test } from 'vitest'
import { createCsvReader } from '../contacts/import/csv/csv-reader.ts'
import { detectFormat } from '../contacts/import/csv/detect-format.ts'
import { createRowReader } from '../contacts/import/read-row.ts'
import { readMapping } from '../contacts/import/mapping.ts'
import { behaviourOf } from '../inbox/index.ts'
import { COLUMNS, INTEREST, makeFile, MAILBOXES, MAPPING, POINTS } from './make-file.ts'

const definitions = [INTEREST, POINTS].map((name) => ({ name, label: name, type: name === POINTS ? ('number' as const) : ('text' as const), sensitive: false, check: {} }))

test('each row is taken, repeated or refused as said', () => {
  const file = makeFile(8_000, 3)
  const format = detectFormat(file.bytes.subarray(0, 128 * 1024), false)
  expect(format).toEqual({ encoding: 'utf-8', delimiter: ',', newline: 'lf', header: true })
  const reader = createCsvReader(format)
  const [head, ...rows] = [...reader.push(file.bytes), ...reader.end()]
  expect(head!.cells).toEqual([...COLUMNS])
  expect(rows.length).toBe(file.rows)
  const read = createRowReader(head!.cells, readMapping(MAPPING, head!.cells), definitions, { now: new Date() })
  const people = new Map(file.people.map((p) => [p.no, p]))
  const seen = new Set<string>()
  let duplicates = 0
  for (const [i, row] of rows.entries()) {
    const result = read(row)
    if (!result.ok) {
      expect([i + 1, result.reject.rule]).toEqual([i + 1, file.rejects.get(i + 1)])
      continue
    }
    const { email, country, region, language, attributes, firstName } = result.fields
    if (seen.has(email!.normalised)) duplicates++
    else expect({ email: email!.normalised, country, region: region ?? '', language, interest: (attributes?.[INTEREST] as string | undefined) ?? '', firstName }).toEqual((({ no: _, fate: __, ...p }) => p)(people.get(i + 1)!))
    seen.add(email!.normalised)
  }
  expect(duplicates).toBe(file.duplicates)
  expect(seen.size).toBe(file.people.length)
  expect(file.people.length + file.duplicates + file.rejects.size).toBe(8_000)
})

test('a small file has every kind of row, and a longer one begins with it', () => {
  const small = makeFile(2_000, 1)
  expect(new Set(small.people.map((p) => p.fate))).toEqual(new Set(Object.values(MAILBOXES)))
  expect(new Set(small.rejects.values()).size).toBeGreaterThanOrEqual(16)
  expect(small.duplicates).toBe(40)
  expect(makeFile(4_000, 1).bytes.subarray(0, small.bytes.length)).toEqual(small.bytes)
  expect(makeFile(2_000, 2).people[0]!.email).not.toBe(small.people[0]!.email)
})

test('the mailboxes behave as the demo expects', () => {
  for (const [name, fate] of Object.entries(MAILBOXES)) {
    const { rcpt, dot, later } = behaviourOf(`${name}+1.2@example.com`)
    const answer = [rcpt, dot].find((a) => typeof a === 'string') ?? ''
    expect([name, answer[0] === '5' ? 'refused' : answer[0] === '4' ? 'deferred' : (later ?? 'normal')]).toEqual([name, { refused_hard: 'refused', refused_soft: 'refused', deferred: 'deferred', bounce_later: 'bounce', complain_later: 'complaint', autoreply: 'autoreply', normal: 'normal' }[fate]])
  }
})
