// Quoted-printable (RFC 2045 section 6.7), written so that text can be encoded piece by piece: a piece of constant text is
// encoded once and used in every mail, whatever stands before it.

/** RFC 2045 allows 76; one is kept for the soft break's equals sign. */
const MAX = 75
const HEX = Array.from({ length: 256 }, (_, b) => `=${b.toString(16).toUpperCase().padStart(2, '0')}`)
/** Characters that stand for themselves; space and tab only when something follows on the line. */
// oxlint-disable-next-line no-control-regex
const SAFE_RUN = /[!-<>-~]+(?: [!-<>-~]+)*/y
const SOFT = '=\r\n'

export type Encoded = { readonly text: string; readonly column: number }

/** Encodes text that begins at `column` of the current line. Line ends become CRLF; the last blank is always encoded. */
export function encodeQp(text: string, column: number): Encoded {
  let out = ''
  let col = column
  let i = 0
  const n = text.length
  while (i < n) {
    SAFE_RUN.lastIndex = i
    const run = col > 0 ? SAFE_RUN.exec(text) : null
    if (run && run[0].length > 3) {
      i += run[0].length
      let rest = run[0]
      while (col + rest.length > MAX) {
        const cut = MAX - col
        // a soft break after a blank is allowed; a line must not start with a dot or "From "
        out += rest.slice(0, cut) + SOFT
        rest = rest.slice(cut)
        col = 0
        const first = lineStart(rest)
        if (first !== '') {
          out += first
          col = first.length
          rest = rest.slice(1)
        }
      }
      out += rest
      col += rest.length
      continue
    }
    const c = text.charCodeAt(i)
    if (c === 10 || c === 13) {
      i += c === 13 && text.charCodeAt(i + 1) === 10 ? 2 : 1
      out += '\r\n'
      col = 0
      continue
    }
    const [atom, taken] = atomAt(text, i, c, col)
    i += taken
    if (col + atom.length > MAX) {
      out += SOFT
      col = 0
    }
    const kept = col === 0 && (atom === '.' || (atom === 'F' && text.startsWith('rom ', i))) ? (HEX[atom.charCodeAt(0)] as string) : atom
    out += kept
    col += kept.length
  }
  return { text: out, column: col }
}

/** Encoded form of a first character that must not stand at the start of a line; empty when it may. */
function lineStart(text: string): string {
  return text.charCodeAt(0) === 46 ? '=2E' : text.startsWith('From') ? '=46' : ''
}

function atomAt(text: string, i: number, c: number, col: number): [string, number] {
  if (c === 32 || c === 9) {
    const next = text.charCodeAt(i + 1)
    const isLast = Number.isNaN(next) || next === 10 || next === 13
    return [isLast || col >= MAX ? (HEX[c] as string) : text[i] as string, 1]
  }
  if (c > 32 && c < 127) return [c === 61 ? '=3D' : (text[i] as string), 1]
  if (c < 128) return [HEX[c] as string, 1]
  const code = text.codePointAt(i) ?? 0xfffd
  return [utf8(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code), code > 0xffff ? 2 : 1]
}

function utf8(code: number): string {
  if (code < 0x800) return (HEX[0xc0 | (code >> 6)] as string) + HEX[0x80 | (code & 63)]
  if (code < 0x10000) return (HEX[0xe0 | (code >> 12)] as string) + HEX[0x80 | ((code >> 6) & 63)] + HEX[0x80 | (code & 63)]
  return (HEX[0xf0 | (code >> 18)] as string) + HEX[0x80 | ((code >> 12) & 63)] + HEX[0x80 | ((code >> 6) & 63)] + HEX[0x80 | (code & 63)]
}

/** Constant text, encoded once for any place. */
export type QpSegment = {
  readonly text: string
  readonly encoded: string
  /** Length of its first line. */
  readonly first: number
  /** Column after it when it has line breaks; -1 when it has none. */
  readonly last: number
}

export function qpSegment(text: string): QpSegment {
  // encoded as if at a line start; a dot or "From " there is encoded although it may end up in mid-line
  const { text: encoded } = encodeQp(text, 0)
  const firstBreak = encoded.indexOf('\r\n')
  return {
    text,
    encoded,
    first: firstBreak < 0 ? encoded.length : firstBreak,
    last: firstBreak < 0 ? -1 : encoded.length - encoded.lastIndexOf('\r\n') - 2,
  }
}

/** Collects constant and changing pieces into one encoded body. */
export class QpWriter {
  out = ''
  #column = 0

  writeSegment(s: QpSegment): void {
    if (s.encoded === '') return
    if (this.#column > 0 && this.#column + s.first > MAX) {
      this.out += SOFT
      this.#column = 0
    }
    this.out += s.encoded
    this.#column = s.last < 0 ? this.#column + s.first : s.last
  }

  writeText(text: string): void {
    if (text === '') return
    const { text: encoded, column } = encodeQp(text, this.#column)
    this.out += encoded
    this.#column = column
  }
}
