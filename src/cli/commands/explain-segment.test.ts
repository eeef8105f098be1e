// unit: inboxlift explain segment: exit codes, JSON and words.
import { expect, test } from 'vitest'
import { Command } from 'commander'
import type { Io } from '../output.ts'
import { registerExplainSegment } from './explain-segment.ts'

async function explain(args: string[], stdin = ''): Promise<{ out: string; err: string; code: number }> {
  const got = { out: '', err: '', code: -1 }
  const io: Io = { out: (t) => void (got.out += t), err: (t) => void (got.err += t), readStdin: async () => Buffer.from(stdin), setExit: (c) => void (got.code = c), isInteractive: false, env: {} }
  const program = new Command().option('--json')
  registerExplainSegment(program, { io })
  await program.parseAsync(['explain', 'segment', ...args], { from: 'user' })
  return got
}

test('an example is understood: SQL with placeholders, types, indexes, no value', async () => {
  const { out, code } = await explain(['src/segments/examples/opened-last-week-california.json', '--json'])
  const explained = JSON.parse(out) as { valid: boolean; sql: string; value_types: string[]; indexes: { index: string }[]; warnings: string[] }
  expect(code).toBe(0)
  expect(explained).toMatchObject({ valid: true, value_types: ['bigint', 'text', 'timestamptz'], warnings: [] })
  expect(explained.sql).toContain('c1.region = $2::text')
  expect(explained.indexes.map((i) => i.index)).toContain('contact_engagement_open_ix')
  expect(out).not.toContain('"CA"')
})

test('what is not valid says where and what is allowed, exit 1', async () => {
  const { out, code } = await explain(['-'], '{"version":1,"where":{"any":[{"field":"region","op":"gt","value":"CA"}]}}')
  expect(code).toBe(1)
  expect(out).toMatch(/where\.any\[0\]\.op is not an operator for a text \(allowed: eq, ne, in/)
  expect((await explain(['-', '--json'], '[1]')).code).toBe(1)
  expect((await explain(['-', '--json'], 'no json')).code).toBe(1)
})

test('what cannot be read is exit 2', async () => {
  expect(await explain(['/does/not/exist', '--json'])).toMatchObject({ code: 2, out: expect.stringContaining('"error":"unreadable"') })
  expect(await explain([])).toMatchObject({ code: 2, err: expect.stringContaining('name a file') })
  expect((await explain(['-'], '')).code).toBe(2)
})
