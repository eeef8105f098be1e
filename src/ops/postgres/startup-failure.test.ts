// unit: what a dying server prints becomes the right sentence.
import { expect, test } from 'vitest'
import { explainFileError, explainStartupFailure } from './startup-failure.ts'

const prefix = '2026-01-01 00:00:00.000 UTC [12] postmaster '

test.each([
  [`${prefix}FATAL:  could not write lock file "postmaster.pid": No space left on device`, 'OPS_DISK_FULL'],
  [`${prefix}LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\n${prefix}FATAL:  could not create any TCP/IP sockets`, 'OPS_PORT_IN_USE'],
  [`${prefix}FATAL:  lock file "postmaster.pid" already exists`, 'OPS_DATA_DIR_IN_USE'],
  [`${prefix}FATAL:  database files are incompatible with server`, 'OPS_DATA_DIR_VERSION'],
  [`${prefix}FATAL:  data directory "/x" has wrong ownership`, 'OPS_DATA_DIR_OWNER'],
  ['/x/postgres: error while loading shared libraries: libicui18n.so.60: cannot open shared object file', 'OPS_BINARIES_UNUSABLE'],
  [`${prefix}FATAL:  could not map anonymous shared memory: Cannot allocate memory`, 'OPS_OUT_OF_MEMORY'],
  [`${prefix}FATAL:  unrecognized configuration parameter "nonsense"`, 'OPS_BAD_SETTING'],
  [`${prefix}PANIC:  could not locate a valid checkpoint record at 0/0`, 'OPS_DATA_DIR_DAMAGED'],
  [`${prefix}FATAL:  could not open file "x": Permission denied`, 'OPS_NO_PERMISSION'],
  ['something else', 'OPS_POSTGRES_FAILED'],
  ['', 'OPS_POSTGRES_FAILED'],
])('%s', (output, code) => {
  const error = explainStartupFailure(output)
  expect(error.code).toBe(code)
  expect(error.hint).not.toBe('')
})

test('system calls', () => {
  const failure = (code: string) => explainFileError(Object.assign(new Error('x'), { code }), '/data').code
  expect([failure('ENOSPC'), failure('EACCES'), failure('EROFS'), failure('EIO')]).toEqual(['OPS_DISK_FULL', 'OPS_NO_PERMISSION', 'OPS_NO_PERMISSION', 'OPS_POSTGRES_FAILED'])
})
