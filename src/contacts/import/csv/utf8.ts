// Strict UTF-8 (RFC 3629) over a stream: where the first broken byte stands, and whether the rest looks like UTF-8 at all.
import { isAscii, isUtf8 } from 'node:buffer'

/** Index of the first byte that is not UTF-8, or -1. Overlong forms, surrogates and values above U+10FFFF are broken. */
export function findBrokenUtf8(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const size = sequenceLength(bytes, at)
    if (size === 0) return at
    at += size
  }
  return -1
}

/** Length of the well-formed sequence at `at`, 0 when there is none. RFC 3629 section 4. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const a = bytes[at]!
  if (a < 0x80) return 1
  if (a < 0xc2 || a > 0xf4) return 0
  const size = a < 0xe0 ? 2 : a < 0xf0 ? 3 : 4
  const low = a === 0xe0 ? 0xa0 : a === 0xf0 ? 0x90 : 0x80
  const high = a === 0xed ? 0x9f : a === 0xf4 ? 0x8f : 0xbf
  const b = bytes[at + 1]
  if (b === undefined || b < low || b > high) return 0
  for (let i = 2; i < size; i++) {
    const c = bytes[at + i]
    if (c === undefined || c < 0x80 || c > 0xbf) return 0
  }
  return size
}

/** How many bytes at the end of a piece may be the begin of a character that continues in the next piece. */
function openTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const c = bytes[bytes.length - back]!
    if (c < 0x80) return 0
    if (c >= 0xc0) return back < (c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}

export type Utf8Report = {
  /** First byte of the file that is not UTF-8, with its value and line; undefined when all of it is. */
  broken?: { byte: number; value: number; line: number }
  brokenCount: number
  /** Characters outside ASCII that were well-formed were seen. */
  hasCharacters: boolean
  bytes: number
}

/** Looks through a file piece by piece; `report` is complete after the last piece was pushed and `end` called. */
export function createUtf8Check(): { push(bytes: Buffer): void; end(): Utf8Report } {
  const report: Utf8Report = { brokenCount: 0, hasCharacters: false, bytes: 0 }
  let tail: Buffer = Buffer.alloc(0)
  let line = 1
  const look = (piece: Buffer): void => {
    if (!isUtf8(piece)) lookClosely(piece, report, line)
    else if (!report.hasCharacters && !isAscii(piece)) report.hasCharacters = true
    if (!report.broken) for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) line++
    report.bytes += piece.length
  }
  return {
    push(bytes) {
      const all = tail.length === 0 ? bytes : Buffer.concat([tail, bytes])
      const open = openTail(all)
      tail = Buffer.from(all.subarray(all.length - open))
      look(all.subarray(0, all.length - open))
    },
    end() {
      if (tail.length > 0) look(tail)
      tail = Buffer.alloc(0)
      return report
    },
  }
}

function lookClosely(piece: Buffer, report: Utf8Report, firstLine: number): void {
  let line = firstLine
  for (let at = 0; at < piece.length; ) {
    const size = sequenceLength(piece, at)
    if (size === 0) {
      report.broken ??= { byte: report.bytes + at, value: piece[at]!, line }
      report.brokenCount++
      at++
      continue
    }
    if (size > 1) report.hasCharacters = true
    if (piece[at] === 10) line++
    at += size
  }
}
