// The server's log: PostgreSQL writes its stderr straight into the file (a pipe would die with us and could block
// backends), so rotation copies the file away and truncates it in place.
import { closeSync, copyFileSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { makeFolder } from './placement.ts'
import { explainFileError } from './startup-failure.ts'

export type LogRotation = {
  /** Rotate when the file is larger than this many bytes. */
  maxBytes: number
  /** How many old files are kept: server.log.1 is the newest. */
  keep: number
}

export const DEFAULT_ROTATION: LogRotation = { maxBytes: 20 * 1024 * 1024, keep: 5 }

export type ServerLog = {
  fd: number
  file: string
  /** What was written since the log was opened or last read. */
  readNew(): string
  rotateIfLarge(): void
  close(): void
}

/** Opens the log for appending (0600). Throws OPS_NO_PERMISSION or OPS_DISK_FULL. */
export function openServerLog(file: string, rotation: LogRotation = DEFAULT_ROTATION): ServerLog {
  makeFolder(path.dirname(file), 0o700)
  const fd = open(file)
  let position = fstatSync(fd).size
  const rotateIfLarge = () => {
    if (fstatSync(fd).size <= rotation.maxBytes) return
    shiftOldFiles(file, rotation.keep)
    copyFileSync(file, `${file}.1`)
    ftruncateSync(fd) // lines written between the copy and this are lost: a few microseconds of log
    position = 0
  }
  rotateIfLarge()
  const readNew = () => {
    const text = readFrom(fd, position)
    position += text.length
    return text.toString('utf8')
  }
  return { fd, file, readNew, rotateIfLarge, close: () => closeSync(fd) }
}

function open(file: string): number {
  try {
    return openSync(file, 'a+', 0o600)
  } catch (cause) {
    throw explainFileError(cause, file)
  }
}

function readFrom(fd: number, position: number): Buffer {
  const size = fstatSync(fd).size - position
  if (size <= 0) return Buffer.alloc(0)
  const buffer = Buffer.alloc(size)
  return buffer.subarray(0, readSync(fd, buffer, 0, size, position))
}

function shiftOldFiles(file: string, keep: number): void {
  rmSync(`${file}.${keep}`, { force: true })
  for (let n = keep - 1; n >= 1; n -= 1) {
    if (existsSync(`${file}.${n}`)) renameSync(`${file}.${n}`, `${file}.${n + 1}`)
  }
}
