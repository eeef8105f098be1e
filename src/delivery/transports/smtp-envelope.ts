// The envelope's commands. Whatever an address holds, it cannot become a second command.
import { domainToASCII } from 'node:url'

export type WireAddress = { readonly text: string; readonly isUtf8: boolean }

const MAX_PATH = 254

/**
 * `local@domain` as it goes between < and >: domain as A-labels, a local part outside ASCII needs SMTPUTF8.
 * Null when it cannot be written at all (control characters, angle brackets, too long, no domain).
 */
export function wireAddress(address: string): WireAddress | null {
  if (address === '') return { text: '', isUtf8: false }
  // oxlint-disable-next-line no-control-regex
  if (address.length > MAX_PATH || /[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(address)) return null
  const at = address.lastIndexOf('@')
  if (at < 1 || at === address.length - 1) return null
  const local = address.slice(0, at)
  const isQuoted = /^"(?:[^"\\]|\\.)*"$/.test(local)
  if (!isQuoted && /[\s<>"(),:;\\[\]@]/.test(local)) return null
  const domain = wireDomain(address.slice(at + 1))
  return domain === null ? null : { text: `${local}@${domain}`, isUtf8: !isAscii(local) }
}

function wireDomain(domain: string): string | null {
  if (/^[a-z0-9._-]+$/i.test(domain) || /^\[[a-z0-9:.-]+\]$/i.test(domain)) return domain
  if (/[\s<>"(),:;\\[\]@]/.test(domain)) return null
  const ascii = domainToASCII(domain)
  return ascii === '' ? null : ascii
}

export function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return !/[^\x00-\x7f]/.test(text)
}
