// Step: DKIM (RFC 6376), relaxed/relaxed, on the thread pool: an RSA-2048 signature takes 0.26 ms of a core and must not
// hold up the loop. Written by hand because the mail is a buffer already and nodemailer would parse it anew.
import { createHash, createPrivateKey, sign as signAsync, type KeyObject } from 'node:crypto'

export type DkimKey = { readonly domain: string; readonly selector: string; readonly key: KeyObject; readonly algorithm: 'rsa-sha256' | 'ed25519-sha256' }

/** What is signed when present; a header that is added or changed on the way breaks the signature (RFC 6376 5.4.1). */
const SIGNED = ['from', 'reply-to', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type', 'list-unsubscribe', 'list-unsubscribe-post', 'feedback-id']

/** Opens a PEM key for signing. Throws when it is no private key. */
export function openDkimKey(domain: string, selector: string, algorithm: DkimKey['algorithm'], pem: string): DkimKey {
  return { domain, selector, algorithm, key: createPrivateKey(pem) }
}

/** The mail with its DKIM-Signature on top. `data` uses CRLF only. The same mail gives the same bytes with RSA. */
export async function signMail(data: Buffer, dkim: DkimKey): Promise<Buffer> {
  const end = data.indexOf('\r\n\r\n')
  const head = data.toString('latin1', 0, end < 0 ? data.length : end)
  const bodyHash = createHash('sha256').update(relaxedBody(end < 0 ? Buffer.alloc(0) : data.subarray(end + 4))).digest('base64')
  const fields = headerFields(head)
  const chosen = SIGNED.flatMap((name) => fields.findLast((f) => f.name === name) ?? [])
  const tags = `v=1; a=${dkim.algorithm}; c=relaxed/relaxed; d=${dkim.domain}; q=dns/txt;\r\n s=${dkim.selector}; bh=${bodyHash};\r\n h=${chosen.map((f) => f.name).join(':')};\r\n b=`
  const signed = `${chosen.map((f) => `${f.name}:${relaxedValue(f.value)}\r\n`).join('')}dkim-signature:${relaxedValue(tags)}`
  const signature = await signText(Buffer.from(signed, 'latin1'), dkim)
  const header = `DKIM-Signature: ${tags}${signature.replace(/.{72}(?!$)/g, '$&\r\n ')}\r\n`
  return Buffer.concat([Buffer.from(header, 'latin1'), data])
}

type Field = { readonly name: string; readonly value: string }

function headerFields(head: string): Field[] {
  return head.split(/\r\n(?![ \t])/).map((line) => {
    const colon = line.indexOf(':')
    return { name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1) }
  })
}

/** RFC 6376 3.4.2: unfold, one space for any run of them, none at the ends. */
function relaxedValue(value: string): string {
  return value.replaceAll('\r\n', '').replace(/[ \t]+/g, ' ').trim()
}

/** RFC 6376 3.4.4: runs of white space become one space, none at line ends, no empty lines at the end, one CRLF last. */
function relaxedBody(body: Buffer): Buffer {
  const text = body.toString('latin1').replace(/[ \t]+\r\n/g, '\r\n').replace(/[ \t]+/g, ' ').replace(/[ \t]+$/, '').replace(/(?:\r\n)+$/, '')
  return Buffer.from(text === '' ? '' : `${text}\r\n`, 'latin1')
}

function signText(text: Buffer, dkim: DkimKey): Promise<string> {
  // RFC 8463: Ed25519 signs the SHA-256 of the text
  const [algorithm, input] = dkim.algorithm === 'ed25519-sha256' ? [null, createHash('sha256').update(text).digest()] : ['sha256', text]
  return new Promise((resolve, reject) => signAsync(algorithm, input, dkim.key, (error, signature) => (error ? reject(error) : resolve(signature.toString('base64')))))
}
