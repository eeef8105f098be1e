// unit: who runs the server, for every kind of machine.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { chooseServerUser } from './server-user.ts'
import type { UserLookup } from './server-user.ts'

const nowhere = path.join(tmpdir(), 'inboxlift-no-such-folder', 'data')

function machine(self: number, users: Record<string, number>, creatable = false): UserLookup & { users: Record<string, number> } {
  return {
    self,
    users,
    find: (name) => (users[name] === undefined ? null : { uid: users[name], gid: users[name] }),
    nameOf: (uid) => Object.keys(users).find((name) => users[name] === uid) ?? null,
    create: (name) => {
      if (creatable) users[name] = 950
      return creatable
    },
  }
}

test('an ordinary user runs it alone', () => {
  expect(chooseServerUser(nowhere, machine(1000, { ann: 1000 }))).toEqual({ name: 'ann', uid: undefined, gid: undefined, switched: false })
})

test('an ordinary user without a name, as in many containers, too', () => {
  expect(chooseServerUser(nowhere, machine(12345, {})).name).toBe('12345')
})

test.each([
  [{ postgres: 101, inboxlift: 950, nobody: 65534 }, false, 'postgres'],
  [{ inboxlift: 950, nobody: 65534 }, false, 'inboxlift'],
  [{ nobody: 65534 }, true, 'inboxlift'],
  [{ nobody: 65534 }, false, 'nobody'],
])('root lends it: %o, may create %s: %s', (users, creatable, expected) => {
  const chosen = chooseServerUser(nowhere, machine(0, { ...users }, creatable))
  expect(chosen).toMatchObject({ name: expected, switched: true })
  expect(chosen.uid).toBeGreaterThan(0)
})

test('root on a machine without any other user is told what to do', () => {
  expect(() => chooseServerUser(nowhere, machine(0, {}))).toThrow(expect.objectContaining({ code: 'OPS_SERVER_USER' }))
})

test('the owner of existing data decides', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inboxlift-owner-'))
  try {
    const uid = process.geteuid?.() ?? 0
    const stranger = machine(uid + 1, {})
    if (uid + 1 !== 0) expect(() => chooseServerUser(folder, stranger)).toThrow(expect.objectContaining({ code: 'OPS_DATA_DIR_OWNER' }))
    if (uid !== 0) expect(chooseServerUser(folder, machine(0, { postgres: 101 })).uid).toBe(uid)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
