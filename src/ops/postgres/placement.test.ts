// room: data and sockets land where the server's user can reach them, and the binaries run from there.
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { requires } from '../../../test/support/requires.ts'
import { locateBinaries, repairLinks, usableBinaries } from './binaries.ts'
import { initCluster } from './init-cluster.ts'
import { canReach, placeDataDir, placeSocketDir } from './placement.ts'
import { openServerLog } from './server-log.ts'
import { chooseServerUser } from './server-user.ts'
import type { ServerUser } from './server-user.ts'
import { startPostgres } from './start-postgres.ts'

const root = requires('root')
let folder: string
let user: ServerUser

beforeEach(() => {
  folder = mkdtempSync('/tmp/inboxlift-place-')
  chmodSync(folder, 0o755)
  user = chooseServerUser(path.join(folder, 'none'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('an open place is taken as it is', () => {
  const wanted = path.join(folder, 'home', 'data')
  expect(placeDataDir(wanted, user, path.join(folder, 'system'))).toBe(wanted)
  expect(existsSync(path.join(folder, 'system'))).toBe(false)
})

test.skipIf(root.skip)('a server works from a closed folder, by a link', async () => {
  const closed = path.join(folder, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  const options = { superuser: 'boss', password: 'pw', dataDir: path.join(closed, 'home/data'), systemRoot: path.join(folder, 'system') }
  expect(canReach(options.dataDir, user)).toBe(false)
  const made = await initCluster({ ...options, fsync: false })
  expect(made.dataDir.startsWith(options.systemRoot)).toBe(true)
  expect(realpathSync(options.dataDir)).toBe(made.dataDir)
  expect(await initCluster(options)).toEqual({ created: false, dataDir: made.dataDir })
  const server = await startPostgres({ ...options, socketDir: path.join(closed, 'home/s'), logFile: path.join(closed, 'home/pg.log') })
  expect(server.connection.host.startsWith(closed)).toBe(false)
  expect(statSync(server.connection.host).mode & 0o777).toBe(0o700)
  await server.stop()
  rmSync(server.connection.host, { recursive: true })
})

test('a link whose target is gone is said, not silently replaced by empty data', () => {
  const wanted = path.join(folder, 'data')
  symlinkSync(path.join(folder, 'gone'), wanted)
  expect(() => placeDataDir(wanted, user)).toThrow(expect.objectContaining({ code: 'OPS_DATA_DIR_DAMAGED' }))
  expect(lstatSync(wanted).isSymbolicLink()).toBe(true)
})

test('a socket path that is too long moves to the temporary folder, each time the same', () => {
  const long = path.join(folder, 'x'.repeat(90), 's')
  const place = placeSocketDir(long, user)
  try {
    expect(Buffer.byteLength(`${place}/.s.PGSQL.65535`)).toBeLessThan(108)
    expect(statSync(place).mode & 0o777).toBe(0o700)
    expect(placeSocketDir(long, user)).toBe(place)
    expect(placeSocketDir(path.join(folder, 's'), user)).toBe(path.join(folder, 's'))
  } finally {
    rmSync(place, { recursive: true })
  }
})

test('a temporary folder that others may write to is not trusted', () => {
  const long = path.join(folder, 'y'.repeat(90), 's')
  const expected = placeSocketDir(long, user)
  chmodSync(expected, 0o777)
  const other = placeSocketDir(long, user)
  expect(other).not.toBe(expected)
  for (const place of [expected, other]) rmSync(place, { recursive: true })
})

test('missing library links are made again: an install without scripts still runs', () => {
  const copy = path.join(folder, 'package')
  const original = path.dirname(locateBinaries().root)
  cpSync(original, copy, { recursive: true, filter: (source) => !lstatSync(source).isSymbolicLink() })
  const postgres = path.join(copy, 'native/bin/postgres')
  const binaries = { ...locateBinaries(), root: path.join(copy, 'native'), postgres }
  expect(() => usableBinaries(binaries, { ...user, switched: false }, folder)).toThrow(expect.objectContaining({ code: 'OPS_BINARIES_UNUSABLE' }))
  expect(repairLinks(copy)).toBeGreaterThan(5)
  expect(usableBinaries(binaries, user, folder)).toBe(binaries)
  expect(repairLinks(copy)).toBe(0)
})

test.skipIf(root.skip)('binaries below a closed folder are copied once', () => {
  const closed = path.join(folder, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  const found = locateBinaries()
  cpSync(found.root, path.join(closed, 'native'), { recursive: true, verbatimSymlinks: true })
  const shut = { ...found, root: path.join(closed, 'native'), postgres: path.join(closed, 'native/bin/postgres') }
  const copy = usableBinaries(shut, user, path.join(folder, 'system'))
  expect(copy.postgres.startsWith(path.join(folder, 'system'))).toBe(true)
  const made = statSync(copy.postgres).ino
  expect(statSync(usableBinaries(shut, user, path.join(folder, 'system')).postgres).ino).toBe(made)
})

test('the log rotates in place and keeps a bounded number of old files', () => {
  const file = path.join(folder, 'log', 'server.log')
  const log = openServerLog(file, { maxBytes: 10, keep: 2 })
  for (const line of ['first line here\n', 'second line here\n', 'third line here\n', 'last\n']) {
    log.rotateIfLarge()
    writeSync(log.fd, line) // as the server does, through the same descriptor
  }
  expect(log.readNew()).toBe('last\n')
  log.close()
  expect(readFileSync(file, 'utf8')).toBe('last\n')
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('third line here\n')
  expect(readFileSync(`${file}.2`, 'utf8')).toBe('second line here\n')
  expect(existsSync(`${file}.3`)).toBe(false)
})
