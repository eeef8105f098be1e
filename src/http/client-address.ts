// The client's address behind trusted reverse proxies: the rightmost X-Forwarded-For entry that is not one of them.
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

const plain = (address: string): string => (address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address)

/** `list` as in INBOXLIFT_TRUST_PROXY: addresses and networks, comma-separated. Throws for what is neither. */
export function createAddressOf(list: string): (req: IncomingMessage) => string {
  const trusted = new BlockList()
  for (const entry of list.split(',').map((e) => e.trim()).filter(Boolean)) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(bits), family)
  }
  const isTrusted = (address: string): boolean => isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (req) => {
    const hops = String(req.headers['x-forwarded-for'] ?? '').split(',').map((h) => plain(h.trim())).filter((h) => isIP(h) !== 0)
    let address = plain(req.socket.remoteAddress ?? '')
    while (isTrusted(address) && hops.length > 0) address = hops.pop()!
    return address
  }
}
