// The door of the supervisor: the installation's folder, secrets and state, and the processes of npm start.
export type { Composition, FirstLogin, Installation, ServiceGrant } from './contract.ts'
export { supervisorErrors } from './errors.ts'
export { HOME_LAYOUT, homeAt, makeHome } from './home.ts'
export type { Home } from './home.ts'
export { readRunState } from './run-state.ts'
export type { RunState } from './run-state.ts'
export { readRootKey, readSecrets } from './secrets.ts'
export type { InstallationSecrets } from './secrets.ts'
