// What a file really is, by its first bytes. Anything that a browser could run (HTML, SVG, PDF scripts) is answered as a
// download, never shown under our origin.

const SIGNS: [(head: string) => boolean, string][] = [
  [(head) => head.startsWith('\x89PNG\r\n\x1a\n'), 'image/png'],
  [(head) => head.startsWith('\xff\xd8\xff'), 'image/jpeg'],
  [(head) => head.startsWith('GIF87a') || head.startsWith('GIF89a'), 'image/gif'],
  [(head) => head.startsWith('RIFF') && head.startsWith('WEBP', 8), 'image/webp'],
  [(head) => head.startsWith('ftypavif', 4), 'image/avif'],
]

/** One of the image types that mails may show, else application/octet-stream. */
export function sniffMediaType(body: Buffer): string {
  const head = body.subarray(0, 16).toString('latin1')
  return SIGNS.find(([isIt]) => isIt(head))?.[1] ?? 'application/octet-stream'
}
