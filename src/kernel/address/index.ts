/** The door of address parsing: what a mail address is, in one spelling, or why it is none. */
export { ADDRESS_NORM_VERSION, parseAddress } from './parse-address.ts'
export type { Address, AddressOptions, AddressResult } from './parse-address.ts'
export { ADDRESS_RULES } from './rules.ts'
export type { AddressRefusal, AddressRule } from './rules.ts'
export type { LiteralKind } from './literal.ts'
