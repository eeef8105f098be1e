// The head of a mail without parsing the whole: enough for a list of thousands.

/** Unfolded header lines as [name, value], in order. Values are decoded (RFC 2047). */
export function readHeaders(data: Buffer): [string, string][] {
  const head = headOf(data).toString('latin1').replace(/\r?\n[ \t]+/g, ' ')
  const out: [string, string][] = []
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) out.push([line.slice(0, colon), decodeWords(fromUtf8(line.slice(colon + 1).trim()))])
  }
  return out
}

/** Everything before the empty line, with its last line end. */
export function headOf(data: Buffer): Buffer {
  const end = data.indexOf('\r\n\r\n')
  return end < 0 ? data : data.subarray(0, end + 2)
}

function fromUtf8(latin1: string): string {
  // oxlint-disable-next-line no-control-regex
  if (!/[\x80-\xff]/.test(latin1)) return latin1
  const text = Buffer.from(latin1, 'latin1').toString('utf8')
  return text.includes('\ufffd') ? latin1 : text
}

/** RFC 2047 encoded words; white space between two of them vanishes, and characters cut in two are joined. */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text
  const joined = text.replace(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?[^?]+\?[bq]\?)/gi, '$1')
  return joined.replace(/(?:=\?[^?]+\?[bq]\?[^?]*\?=)+/gi, (run) => {
    let charset = ''
    const parts: Buffer[] = []
    for (const m of run.matchAll(/=\?([^?*]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=/gi)) {
      charset ||= m[1] ?? ''
      parts.push(m[2]?.toLowerCase() === 'b' ? Buffer.from(m[3] ?? '', 'base64') : qBytes(m[3] ?? ''))
    }
    try {
      return new TextDecoder(charset).decode(Buffer.concat(parts))
    } catch {
      return run
    }
  })
}

function qBytes(text: string): Buffer {
  return Buffer.from(
    text.replaceAll('_', ' ').replace(/=([0-9A-F]{2})/gi, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16))),
    'latin1',
  )
}
