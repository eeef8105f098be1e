// What may be done (scopes) and what each role of a person includes. The API checks scopes only, for people and keys
// alike; roles are names for sets of scopes.

/** Every scope of the API, with the sentence people read when they choose. */
export const SCOPES = {
  'contacts:read': 'See contacts, lists, sources and their timelines.',
  'contacts:write': 'Create, change and delete contacts, lists, sources and attributes; run imports.',
  'segments:read': 'See segments and count them.',
  'segments:write': 'Create, change and delete segments.',
  'campaigns:read': 'See campaigns, templates and reports.',
  'campaigns:write': 'Create, change and delete campaigns and templates; send test mails.',
  'campaigns:launch': 'Launch, schedule, pause, resume and cancel campaigns.',
  'events:read': 'See what happened to messages.',
  'events:write': 'Report events about contacts.',
  'delivery:read': 'See providers, routes, sending domains and the queue.',
  'delivery:write': 'Change providers, routes and sending domains; decide messages in doubt; release a held installation.',
  'compliance:read': 'See consents and suppressions.',
  'compliance:write': 'Record consents, suppress addresses and lift suppressions.',
  'privacy:read': 'See requests of people about their data and export everything about a person.',
  'privacy:write': 'Answer requests of people about their data; erase a person.',
  'audit:read': 'Read the audit trail.',
  'inbox:read': 'Read the built-in test inbox.',
  'workspace:read': 'See settings of the workspace.',
  'workspace:write': 'Change settings of the workspace.',
  'members:read': 'See who works here.',
  'members:write': 'Add and remove people and change their roles.',
  'keys:read': 'See API keys (never their secret part).',
  'keys:write': 'Create and revoke API keys.',
} as const

export type ScopeName = keyof typeof SCOPES
export const SCOPE_NAMES = Object.keys(SCOPES) as ScopeName[]

const READ: ScopeName[] = ['contacts:read', 'segments:read', 'campaigns:read', 'events:read', 'workspace:read']

/** Roles of platform.membership. The order is the order in which screens list them. */
export const ROLE_SCOPES = {
  owner: SCOPE_NAMES,
  admin: SCOPE_NAMES,
  marketer: [...READ, 'contacts:write', 'segments:write', 'campaigns:write', 'campaigns:launch', 'delivery:read', 'compliance:read', 'inbox:read', 'members:read'],
  analyst: [...READ, 'segments:write', 'delivery:read'],
  sales: ['contacts:read', 'contacts:write', 'campaigns:read', 'events:read', 'workspace:read'],
  support: ['contacts:read', 'contacts:write', 'events:read', 'compliance:read', 'compliance:write', 'delivery:read', 'workspace:read'],
  developer: [...READ, 'events:write', 'delivery:read', 'delivery:write', 'inbox:read', 'keys:read', 'keys:write'],
  auditor: [...READ, 'delivery:read', 'compliance:read', 'privacy:read', 'audit:read', 'members:read', 'keys:read'],
  privacy_officer: ['contacts:read', 'events:read', 'compliance:read', 'compliance:write', 'privacy:read', 'privacy:write', 'audit:read', 'workspace:read', 'members:read'],
} as const satisfies Record<string, readonly ScopeName[]>

export type Role = keyof typeof ROLE_SCOPES
export const ROLES = Object.keys(ROLE_SCOPES) as Role[]

/** True when the role includes the scope. */
export function roleAllows(role: Role, scope: ScopeName): boolean {
  return (ROLE_SCOPES[role] as readonly ScopeName[]).includes(scope)
}

export const isScope = (text: string): text is ScopeName => Object.hasOwn(SCOPES, text)
export const isRole = (text: string): text is Role => Object.hasOwn(ROLE_SCOPES, text)
