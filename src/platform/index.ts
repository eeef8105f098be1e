// The door of the room platform: workspaces, people, keys, settings, node numbers.
export { platformErrors } from './errors.ts'
export * from './role.ts'
export type { Authenticator, KeyPrincipal, MembershipOf, Principal, UserPrincipal } from './principal.ts'
