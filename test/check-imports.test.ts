// unit: the import checker finds what it is there for.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkImports, findCycles, readImports } from '../scripts/check-imports.ts'

const rules = JSON.parse(readFileSync('scripts/import-rules.json', 'utf8'))

test('imports are read in every form, comments are not', () => {
  const source = `
    // import x from './comment.ts'
    /* import y from './block.ts' */
    import a, { type B } from './a.ts'
    import type { C } from './c.ts'
    import { type D, type E } from './d.ts'
    import './side.ts'
    export * from './e.ts'
    export type { F } from './f.ts'
    import {
      g,
    } from './g.ts'
    const lazy = () => import('./lazy.ts')`
  expect(readImports(source).map((i) => [i.target, i.isType, i.isLazy])).toEqual([
    ['./a.ts', false, false], ['./c.ts', true, false], ['./d.ts', true, false], ['./side.ts', false, false], ['./e.ts', false, false], ['./f.ts', true, false], ['./g.ts', false, false], ['./lazy.ts', false, true],
  ])
})

test.each([
  ['up', { 'src/contacts/a.ts': `import type { X } from '../campaigns/index.ts'` }, /floor 3\) may not import/],
  ['sideways', { 'src/contacts/a.ts': `import { x } from '../events/index.ts'` }, /floor 3\) may not import/],
  ['past the door', { 'src/segments/a.ts': `import { x } from '../contacts/contact.ts'` }, /past its door/],
  ['generated SQL of another room', { 'src/segments/a.ts': `import { x } from '../contacts/contacts.sql.ts'` }, /generated SQL/],
  ['a package of the shell', { 'src/contacts/a.ts': `import fastify from 'fastify'` }, /does not know it is on the web/],
  ['a test', { 'src/contacts/a.ts': `import { x } from '../../test/support/db.ts'` }, /outside src/],
  ['an unknown room', { 'src/garage/a.ts': `` }, /belongs to no room/],
  ['a circle', { 'src/contacts/a.ts': `import { b } from './b.ts'`, 'src/contacts/b.ts': `import { a } from './a.ts'` }, /one another: .*a\.ts/],
])('found: %s', (_name, files, expected) => {
  const findings = checkImports(rules, files)
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatch(expected)
})

test('fine: doors below, types in a circle, lazy loading', () => {
  expect(checkImports(rules, {
    'src/segments/a.ts': `import { x } from '../contacts/index.ts'\nimport { parseAddress } from '../kernel/address/index.ts'\nimport type { b } from './b.ts'`,
    'src/segments/b.ts': `import { a } from './a.ts'\nconst c = () => import('./a.ts')`,
    'src/segments/s.sql.ts': `import { namedQuery } from '../kernel/db/query.ts'`,
  })).toEqual([])
  expect(findCycles(new Map([['a', ['b']], ['b', ['c']], ['c', ['a', 'd']], ['d', []]]))).toEqual([['a', 'b', 'c']])
})
