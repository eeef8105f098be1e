// UTF-16 in, UTF-8 out, piece by piece; everything else passes unchanged. So the stored file, its cursor and the reader
// know single-byte structure only.
import type { ArrivingEncoding } from './detect-format.ts'

export type Transcoder = { push(bytes: Buffer): Buffer; end(): Buffer }

/** `push` and `end` throw BrokenText with the position of the piece when UTF-16 is not well-formed. */
export class BrokenText extends Error {
  readonly byte: number
  constructor(byte: number) {
    super(`broken UTF-16 at or after byte ${byte}`)
    this.byte = byte
  }
}

export function createTranscoder(encoding: ArrivingEncoding): Transcoder {
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be') return { push: (bytes) => bytes, end: () => Buffer.alloc(0) }
  const decoder = new TextDecoder(encoding, { fatal: true })
  let done = 0
  const decode = (bytes: Buffer, stream: boolean): Buffer => {
    try {
      const text = decoder.decode(bytes, { stream })
      done += bytes.length
      return Buffer.from(text, 'utf8')
    } catch {
      throw new BrokenText(done)
    }
  }
  return { push: (bytes) => decode(bytes, true), end: () => decode(Buffer.alloc(0), false) }
}
