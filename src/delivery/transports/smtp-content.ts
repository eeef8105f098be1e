// Brings a message into the form the wire wants: CRLF line ends only (a bare CR or LF is how mails are smuggled past
// a server), leading dots doubled (RFC 5321 section 4.5.2).

const DOT_LINE = Buffer.from('\r\n.')

/** The bytes to write between the 354 and the final dot, and whether they already end with CRLF. */
export type WireContent = { readonly body: Buffer; readonly endsWithCrlf: boolean }

/** @param isClean the caller vouches that there is no bare CR or LF in it. */
export function wireContent(data: Buffer, isClean: boolean): WireContent {
  const lines = isClean ? data : crlfOnly(data)
  const body = doubleDots(lines)
  const n = body.length
  return { body, endsWithCrlf: n >= 2 && body[n - 2] === 13 && body[n - 1] === 10 }
}

function crlfOnly(data: Buffer): Buffer {
  for (let i = 0; i < data.length; i++) {
    const c = data[i]
    if (c === 13 && data[i + 1] === 10) i++
    else if (c === 13 || c === 10) return Buffer.from(data.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n'), 'latin1')
  }
  return data
}

function doubleDots(data: Buffer): Buffer {
  const startsWithDot = data[0] === 46
  if (!startsWithDot && data.indexOf(DOT_LINE) < 0) return data
  const s = data.toString('latin1').replaceAll('\r\n.', '\r\n..')
  return Buffer.from(startsWithDot ? `.${s}` : s, 'latin1')
}
