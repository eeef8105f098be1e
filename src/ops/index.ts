// The door of the room: see README.md.
export * from './postgres/index.ts'
export * from './supervisor/index.ts'
export * from './backup/index.ts'
export { holdAfterRestore, holdSending, installationState, releaseSending, type RestoreHold } from './hold.ts'
export { backupAdd, backupList, backupVerified } from './ops.sql.ts'
export * from './health/index.ts'
export * from './upkeep/index.ts'
