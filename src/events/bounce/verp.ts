/** Where the report was sent to: a VERP return path names the message or the recipient. */
import { header } from './mime.ts'
import type { Part } from './mime.ts'
import { findAddresses } from './text.ts'

export interface VerpHint {
  /** The return path that the report was sent to. */
  address: string
  /** What stands behind the first + or - of its local part. */
  tag: string | null
  /** A recipient encoded as user=domain (or user+domain after the tag), if it is one. */
  recipient: string | null
}

/** Read the address that the report was delivered to. */
export function readVerp(root: Part): VerpHint | null {
  const address = ['x-original-to', 'envelope-to', 'delivered-to', 'x-envelope-to', 'x-rcpt-to', 'to']
    .map((name) => findAddresses(header(root, name))[0]).find((found) => found !== undefined)
  if (address === undefined) return null
  const local = address.slice(0, address.lastIndexOf('@'))
  const tag = /^[^+-]{1,64}[+-](.{1,200})$/.exec(local)?.[1] ?? null
  const encoded = /(?:^|[+-])([^=@+]{1,64}(?:\+[^=@]{1,64})?)=([A-Za-z0-9][A-Za-z0-9.-]{1,200}\.[A-Za-z0-9-]{2,63})$/.exec(tag ?? local)
  return { address, tag, recipient: encoded === null ? null : `${encoded[1]}@${encoded[2]}` }
}
