/**
 * A tolerant MIME walker (RFC 2045 to 2047, 2231, 6532) for bounces: hostile and broken input is the rule.
 *
 * A library that parses well-formed mail refuses or rearranges what makes a bounce legible (status parts,
 * unclosed boundaries, returned headers), so this one keeps the tree and never throws. Everything is
 * bounded: bytes read, depth, parts, header lines.
 */
import { decodeCharset, decodeHeader, decodeTransfer } from './charset.ts'

export interface Part {
  /** Lower-case names; values unfolded, as bytes (latin1). The first of equal names is first. */
  headers: ReadonlyMap<string, readonly string[]>
  /** Lower case, `text/plain` where nothing is said. */
  type: string
  params: ReadonlyMap<string, string>
  /** Decoded text of a leaf; empty for containers. */
  text: string
  children: readonly Part[]
}

const MAX_BYTES = 4 * 1024 * 1024
const MAX_TEXT = 512 * 1024
const MAX_DEPTH = 8
const MAX_PARTS = 200
const MAX_HEADER_LINES = 2000

interface Budget {
  parts: number
}

/** Parse a message. Reads at most 4 MiB; deeper than 8 levels or beyond 200 parts is left as text. */
export function parseMime(raw: Buffer | string): Part {
  const bytes = typeof raw === 'string' ? Buffer.from(raw, 'utf8') : raw
  const start = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const text = bytes.subarray(start, start + MAX_BYTES).toString('latin1').replace(/\r{0,2}\n|\r/g, '\n')
  return parsePart(text.replace(/^(?:[ \t]*\n)+/, ''), 0, { parts: 0 })
}

/** The first header of this name, decoded (RFC 2047), or an empty string. */
export function header(part: Part, name: string): string {
  const value = part.headers.get(name)?.[0]
  return value === undefined ? '' : decodeHeader(value).trim()
}

function parsePart(source: string, depth: number, budget: Budget): Part {
  budget.parts += 1
  const { headers, body } = splitHead(source)
  const { type, params } = contentType(headers.get('content-type')?.[0])
  const encoding = headers.get('content-transfer-encoding')?.[0]
  const base = { headers, type, params }
  if (depth < MAX_DEPTH && budget.parts < MAX_PARTS) {
    const children = readChildren(type, params, body, encoding, depth, budget)
    if (children.length > 0) return { ...base, text: '', children }
  }
  const bytes = decodeTransfer(body.slice(0, MAX_TEXT * 2), encoding)
  return { ...base, text: decodeCharset(bytes.subarray(0, MAX_TEXT), params.get('charset')), children: [] }
}

function readChildren(type: string, params: ReadonlyMap<string, string>, body: string, encoding: string | undefined, depth: number, budget: Budget): Part[] {
  if (type === 'message/rfc822' || type === 'message/global') {
    const inner = /base64|quoted-printable/i.test(encoding ?? '') ? decodeTransfer(body, encoding).toString('latin1') : body
    return [parsePart(inner.replace(/^(?:[ \t]*\n)+/, ''), depth + 1, budget)]
  }
  if (!type.startsWith('multipart/')) return []
  const boundary = findBoundary(params.get('boundary'), body)
  return boundary === undefined ? [] : splitBody(body, boundary, depth, budget)
}

/** The boundary that was promised, or the one that is really used. */
function findBoundary(promised: string | undefined, body: string): string | undefined {
  if (promised !== undefined && promised !== '' && (body.startsWith(`--${promised}`) || body.includes(`\n--${promised}`))) return promised
  const used = /(?:^|\n)--([^\n]{1,200})\n(?:[A-Za-z-]{1,40}:[^\n]{0,1000}\n(?:[ \t][^\n]{0,1000}\n){0,5}){0,3}Content-[A-Za-z-]{1,40}:/i.exec(body.slice(0, 65536))
  return used?.[1]?.trimEnd()
}

function splitBody(body: string, boundary: string, depth: number, budget: Budget): Part[] {
  const marker = `--${boundary}`
  const parts: Part[] = []
  let start = -1
  let at = body.startsWith(marker) ? 0 : nextMarker(body, marker, 0)
  while (at >= 0) {
    if (start >= 0) parts.push(parsePart(body.slice(start, Math.max(start, at - 1)), depth + 1, budget))
    const end = body.indexOf('\n', at)
    if (body.startsWith('--', at + marker.length) || end < 0 || budget.parts >= MAX_PARTS) return parts
    start = end + 1
    at = nextMarker(body, marker, end)
  }
  // No closing delimiter: the rest is the last part.
  if (start >= 0) parts.push(parsePart(body.slice(start), depth + 1, budget))
  return parts
}

/** The next line that is the delimiter, not one that merely begins like it. */
function nextMarker(body: string, marker: string, from: number): number {
  let at = body.indexOf(`\n${marker}`, from)
  while (at >= 0) {
    const after = body.slice(at + 1 + marker.length, at + 1 + marker.length + 4)
    if (/^(?:--)?(?:[ \t]|\n|$)/.test(after)) return at + 1
    at = body.indexOf(`\n${marker}`, at + 1)
  }
  return -1
}

/** Split header fields from the body; a malformed line among headers is skipped, two in a row end them. */
function splitHead(source: string): { headers: Map<string, string[]>; body: string } {
  const headers = new Map<string, string[]>()
  let at = 0
  let last: string[] | undefined
  for (let count = 0; count < MAX_HEADER_LINES && at < source.length; count += 1) {
    const end = lineEnd(source, at)
    const line = source.slice(at, end)
    if (line.trim() === '') return { headers, body: source.slice(end + 1) }
    if (/^[ \t]/.test(line) && last !== undefined) last.push(`${last.pop() ?? ''} ${line.trim()}`.slice(0, 65536))
    else {
      const field = /^([!-9;-~]{1,200})[ \t]*:(.*)$/s.exec(line)
      if (field?.[1] !== undefined) last = addField(headers, field[1].toLowerCase(), field[2] ?? '')
      else if (!/^>?From /.test(line) && !isFieldLine(source, end + 1)) return { headers, body: source.slice(at) }
    }
    at = end + 1
  }
  return { headers, body: source.slice(at) }
}

function addField(headers: Map<string, string[]>, name: string, value: string): string[] {
  const list = headers.get(name) ?? []
  list.push(value.trim().slice(0, 65536))
  headers.set(name, list)
  return list
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf('\n', at)
  return end < 0 ? source.length : end
}

function isFieldLine(source: string, at: number): boolean {
  return /^[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]/.test(source.slice(at, at + 64))
}

/** Content-Type with its parameters: quoted or not, RFC 2231 continuations joined. */
function contentType(value: string | undefined): { type: string; params: Map<string, string> } {
  const params = new Map<string, string>()
  const text = (value ?? '').slice(0, 4096)
  const type = (/^\s*([A-Za-z0-9!#$&^_.+-]{1,60}\/[A-Za-z0-9!#$&^_.+-]{1,80})/.exec(text)?.[1] ?? 'text/plain').toLowerCase()
  for (const match of text.matchAll(/;\s{0,20}([A-Za-z0-9_.-]{1,40})(?:\*\d{1,2})?\*?\s{0,5}=\s{0,5}(?:"((?:[^"\\]|\\.){0,500})"|([^\s;"]{0,500}))/g)) {
    const name = (match[1] ?? '').toLowerCase()
    const part = (match[2] ?? match[3] ?? '').replace(/\\(.)/g, '$1')
    params.set(name, (params.get(name) ?? '') + part)
  }
  return { type, params }
}
