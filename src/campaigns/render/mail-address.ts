// Addresses as they stand in headers and envelopes: domain as A-labels (RFC 5890), a local part outside ASCII kept and
// flagged (RFC 6531, 6532).
import { domainToASCII } from 'node:url'

export type MailAddress = { readonly address: string; readonly needsSmtpUtf8: boolean }

/** The wire form, or null when it is no address. Whether it may be written to is compliance's question, not this one's. */
export function mailAddress(address: string): MailAddress | null {
  const at = address.lastIndexOf('@')
  // oxlint-disable-next-line no-control-regex
  if (at < 1 || at === address.length - 1 || address.length > 320 || /[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(address)) return null
  const local = address.slice(0, at)
  if (!/^"(?:[^"\\]|\\.)*"$/.test(local) && /[\s<>"(),:;\\[\]@]/.test(local)) return null
  const domain = address.slice(at + 1)
  const ascii = /^[a-z0-9.-]+$/i.test(domain) || /^\[[a-z0-9:.]+\]$/i.test(domain) ? domain : /[\s<>"(),:;\\[\]@/?#%]/.test(domain) ? '' : domainToASCII(domain)
  // oxlint-disable-next-line no-control-regex
  return ascii === '' ? null : { address: `${local}@${ascii}`, needsSmtpUtf8: /[^\x00-\x7f]/.test(local) }
}
