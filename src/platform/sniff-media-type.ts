// What a file really is, by its first bytes. Anything that a browser could run (HTML, SVG, PDF scripts) is answered as a
// download, never shown under our origin.

const SIGNS: [RegExp, string][] = [
  [/^\x89PNG\r\n\x1a\n/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF....WEBP/s, 'image/webp'],
  [/^....ftypavif/s, 'image/avif'],
]

/** One of the image types that mails may show, else application/octet-stream. */
export function sniffMediaType(body: Buffer): string {
  const head = body.subarray(0, 16).toString('latin1')
  return SIGNS.find(([sign]) => sign.test(head))?.[1] ?? 'application/octet-stream'
}
