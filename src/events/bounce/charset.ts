/** Bytes to text for mail that may lie about its character set. Nothing here throws. */
import iconv from 'iconv-lite'

const ALIASES: Record<string, string> = { 'x-unknown': '', 'unknown-8bit': '', unknown: '', utf8: 'utf-8', 'cp-850': 'cp850', 'x-sjis': 'shift_jis' }

/** Decode bytes that claim to be in this character set; a wrong claim falls back to what fits. */
export function decodeCharset(bytes: Buffer, label: string | undefined): string {
  const name = ALIASES[(label ?? '').toLowerCase()] ?? (label ?? '').toLowerCase()
  // US-ASCII with high bits set is somebody's local 8-bit set, or UTF-8: find out.
  if (name === '' || name === 'us-ascii' || name === 'ascii') return guess(bytes)
  try {
    if (name === 'utf-7' || name === 'unicode-1-1-utf-7') return iconv.decode(bytes, 'utf-7')
    const text = new TextDecoder(name).decode(bytes)
    return text.includes('\ufffd') ? guess(bytes, text) : text
  } catch {
    return iconv.encodingExists(name) ? iconv.decode(bytes, name) : guess(bytes)
  }
}

function guess(bytes: Buffer, otherwise?: string): string {
  const text = bytes.toString('latin1')
  // ISO-2022-JP is 7-bit; its escape sequences are unmistakable.
  if (text.includes('\u001b$') || text.includes('\u001b(')) return new TextDecoder('iso-2022-jp').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return otherwise ?? new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Undo a Content-Transfer-Encoding on a text of bytes (latin1); a wrong claim leaves it as it is. */
export function decodeTransfer(body: string, encoding: string | undefined): Buffer {
  const name = (encoding ?? '').trim().toLowerCase()
  if (name === 'base64') return looksBase64(body) ? Buffer.from(body, 'base64') : Buffer.from(body, 'latin1')
  if (name === 'quoted-printable') return decodeQuotedPrintable(body)
  return Buffer.from(body, 'latin1')
}

/** A bounce that says base64 and is plain text is common enough to look first. */
function looksBase64(body: string): boolean {
  return /^[A-Za-z0-9+/=\s]*$/.test(body.slice(0, 4096))
}

function decodeQuotedPrintable(body: string): Buffer {
  const text = body.replace(/=[ \t]{0,80}\n/g, '').replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(text, 'latin1')
}

/** RFC 2047 encoded words in a header value given as bytes (latin1). */
export function decodeHeader(value: string): string {
  const joined = value.replace(/(\?=)\s+(=\?)/g, '$1$2')
  const parts = joined.split(/(=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]{0,2000}\?=)/)
  return parts.map((part, index) => (index % 2 === 1 ? decodeWord(part) : guess(Buffer.from(part, 'latin1')))).join('')
}

function decodeWord(word: string): string {
  const [, charset = '', kind = '', data = ''] = word.split('?')
  const bytes = kind.toLowerCase() === 'b'
    ? Buffer.from(data, 'base64')
    : decodeQuotedPrintable(data.replace(/_/g, ' '))
  return decodeCharset(bytes, charset.split('*')[0])
}
